using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The end that is reported is the one that happens last before the read, not the one whose text stands last.
public partial class SOCK002Tests
{
    [Fact]
    public Task A_using_around_the_read_is_not_the_mistake() => Verify("""
        class C
        {
            static string Ask(string host, string question)
            {
                using var client = new TcpClient(host, 7);
                using (var {|SOCK002:writer = new StreamWriter(client.GetStream())|})
                {
                    writer.WriteLine(question);
                    writer.Flush();
                }

                using (var reader = new StreamReader(client.GetStream()))
                    return reader.ReadLine();
            }

            static string AskToo(TcpClient client, string question)
            {
                using (client)
                {
                    using (var {|SOCK002:writer = new BinaryWriter(client.GetStream())|})
                        writer.Write(question);
                    using var reader = new StreamReader(client.GetStream());
                    return reader.ReadLine();
                }
            }

            static int Close(Socket s, byte[] data)
            {
                using var view = new NetworkStream(s, true);
                view.Write(data, 0, 1);
                {|SOCK002:s.Close()|};
                using (var other = new NetworkStream(s, true))
                    return other.ReadByte();
            }
        }
        """);

    [Fact]
    public Task A_using_that_ends_behind_the_read_is_right() => Verify("""
        class C
        {
            static string Ask(string host, string question)
            {
                using var client = new TcpClient(host, 7);
                using (var writer = new StreamWriter(client.GetStream()))
                using (var reader = new StreamReader(client.GetStream()))
                {
                    writer.WriteLine(question);
                    writer.Flush();
                    return reader.ReadLine();
                }
            }
        }
        """);
}
