using System.Text;

namespace SocketAnalyzers.Benchmarks.Editing.Sources;

/// <summary>
/// The document that is edited: one long method that works with sockets, and at its end a send after the shutdown. An edit changes one
/// place; four in a row change the same one, as somebody does who works there.
/// </summary>
internal sealed class OpenFile
{
    public const string Path = "Net/Exchange.cs";

    /// <summary>What our rules, the .NET SDK's and the compiler have to say of it, each once.</summary>
    public const string SocketRule = "SOCK003", SdkRule = "CA2200", CompilerRule = "CS0219";

    private const int LinesOfMethod = 300;
    private const int LinesAround = 8;

    private readonly List<Passage> _passages = [];

    public OpenFile()
    {
        for (var lines = LinesAround; lines < LinesOfMethod; lines += _passages[^1].Write().Count(static character => character == '\n') + 1)
            _passages.Add(new Passage(_passages.Count, $"part{_passages.Count}", _passages.Count + 10, null));
    }

    /// <summary>Round after round a literal, an inserted statement, a renamed local, and the statement taken out again. What is written carries the round's number, so that no text comes twice.</summary>
    public void Edit(int round)
    {
        var place = round / 4 * 7 % _passages.Count;
        var passage = _passages[place];
        _passages[place] = (round % 4) switch
        {
            0 => passage with { Literal = 100 + round },
            1 => passage with { Extra = $"total -= {round};" },
            2 => passage with { Local = $"part{passage.Number}_{round}" },
            _ => passage with { Extra = null },
        };
    }

    public string Write()
    {
        var text = new StringBuilder("""
            using System;
            using System.Net;
            using System.Net.Sockets;

            namespace Shop.Net;

            /// <summary>Speaks with everybody at once.</summary>
            public sealed class Exchange(EndPoint peer, Action<string> log)
            {
                public int Run(Socket socket, byte[] buffer, byte[] goodbye)
                {
                    var total = 0;

            """);
        foreach (var passage in _passages)
            text.Append(passage.Write()).Append('\n');
        return text.Append("""
                    socket.Shutdown(SocketShutdown.Send);
                    socket.Send(goodbye);
                    return total;
                }

                public void Log(string line)
                {
                    var unused = 0;
                    try
                    {
                        log(line);
                    }
                    catch (InvalidOperationException e)
                    {
                        throw e;
                    }
                }
            }

            """).ToString();
    }
}
