namespace SocketAnalyzers.Benchmarks.Editing.Sources;

/// <summary>A piece of the method that is edited: some ten lines of one of five forms. <paramref name="Local"/>, <paramref name="Literal"/> and <paramref name="Extra"/> are what edits change.</summary>
internal sealed record Passage(int Number, string Local, int Literal, string? Extra)
{
    // Every passage calls other helpers, each in a file that is not open: the rules have to look into all of them after each edit.
    // Sessions stand in the groups that are multiples of three, wires in those that follow.
    private const int SocketGroups = 36;

    private int SessionGroup => Number * 3 % SocketGroups;

    private int WireGroup => SessionGroup + 1;

    public string Write() => (Number % 5) switch
    {
        0 => Loop(),
        1 => Catch(),
        2 => Session(),
        3 => Helpers(),
        _ => SecondSocket(),
    };

    // An inserted statement is a line of its own.
    private string ExtraLine => Extra is null ? "" : "\n        " + Extra;

    private string Loop() => $$"""
                var {{Local}} = 0;
                for (var i = 0; i < {{Literal}}; i++)
                {
                    {{Local}} += socket.Send(buffer, i, 1, SocketFlags.None);
                    if ({{Local}} > buffer.Length)
                        break;
                }{{ExtraLine}}

                if ({{Local}} == 0 && total > {{Number}})
                    return total;
                total += {{Local}};

        """;

    private string Catch() => $$"""
                try
                {
                    var {{Local}} = socket.Receive(buffer);
                    if ({{Local}} == 0)
                        return total;
                    total += {{Local}} + {{Literal}};
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
                {
                    return -total;
                }{{ExtraLine}}

        """;

    private string Session() => $$"""
                using (var {{Local}} = new Session{{SessionGroup}}(peer))
                {
                    {{Local}}.Open();
                    var answer = {{Local}}.Ask(buffer);
                    while (answer > {{Literal}})
                    {
                        total += answer;
                        answer = {{Local}}.Ask(buffer);
                    }

                    {{Local}}.End();
                }{{ExtraLine}}

        """;

    private string Helpers() => $$"""
                var {{Local}} = Wire{{WireGroup}}.ReadExactly(socket, buffer, {{Literal}});
                if ({{Local}} < 4)
                {
                    log($"only {{{Local}}} bytes");
                    socket.Send(buffer, 0, 1, SocketFlags.None);
                }
                else
                {
                    Wire{{WireGroup}}.SendBlock(socket, buffer);
                    total += {{Local}};
                }{{ExtraLine}}

        """;

    private string SecondSocket() => $$"""
                using (var {{Local}} = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
                {
                    {{Local}}.Connect(peer);
                    try
                    {
                        foreach (var one in buffer)
                            total += one == {{Literal}} ? {{Local}}.Send(buffer) : {{Local}}.Receive(buffer);
                    }
                    finally
                    {
                        {{Local}}.Shutdown(SocketShutdown.Both);
                    }
                }{{ExtraLine}}

        """;
}
