using System;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading.Tasks;

namespace Corpus.Wrappers;

public class LineClient : IDisposable
{
    private readonly TcpClient _tcp;
    private readonly StreamWriter _writer;
    private readonly StreamReader _reader;

    public LineClient(string host, int port)
    {
        _tcp = new TcpClient(host, port) { NoDelay = true, LingerState = new LingerOption(true, 5) };
        var buffered = new BufferedStream(_tcp.GetStream(), 4096);
        (_writer, _reader) = (new StreamWriter(buffered) { NewLine = "\r\n" }, new StreamReader(buffered, Encoding.ASCII, false, 10, leaveOpen: true));
    }

    public string? Ask(string question)
    {
        _writer.WriteLine(question);
        _writer.Flush();
        _tcp.Client.Shutdown(SocketShutdown.Send);
        var answer = _reader.ReadToEnd();
        _writer.Write(answer);
        _writer.Dispose();
        return answer;
    }

    public async Task<byte[]> Secure(string name, Socket raw)
    {
        await using var ssl = new SslStream(new NetworkStream(raw, FileAccess.ReadWrite, ownsSocket: false), leaveInnerStreamOpen: true, (_, _, _, e) => e == SslPolicyErrors.None);
        await ssl.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = name, EnabledSslProtocols = SslProtocols.None });
        using (var binary = new BinaryWriter(ssl, Encoding.UTF8, leaveOpen: true))
            binary.Write(42L);
        await ssl.ShutdownAsync();
        await ssl.WriteAsync(new byte[3]);
        using var memory = new MemoryStream();
        await ssl.CopyToAsync(memory);
        raw.Shutdown(SocketShutdown.Both);
        using (var zip = new GZipStream(ssl, CompressionMode.Compress, true)) zip.WriteByte(1);
        return memory.ToArray();
    }

    public static int ReadNumber(TcpClient client)
    {
        using var reader = new BinaryReader(client.GetStream());
        var n = reader.ReadInt32();
        client.Close();
        return n + reader.PeekChar() + client.GetStream().ReadByte();
    }

    public static void SendFile(Socket s, string path)
    {
        s.SendFile(path, null, null, TransmitFileOptions.UseDefaultWorkerThread);
        s.Shutdown(SocketShutdown.Send);
        s.SendFile(path);
        using Stream file = File.OpenRead(path), net = new NetworkStream(s);
        file.CopyTo(net);
        net.BeginWrite(new byte[1], 0, 1, r => net.EndWrite(r), null);
    }

    public void Dispose()
    {
        try { _tcp.Client?.Shutdown(SocketShutdown.Both); }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { }
        finally { _tcp.Dispose(); GC.SuppressFinalize(this); }
    }

    ~LineClient() => Dispose();
}
