using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

// Close(n): the pattern written out, or the call into the runtime library.
public sealed partial class SOCK002FixTests
{
    private const string Pattern = """
        try
                {
                    socket.Shutdown(SocketShutdown.Send);
                    byte[] rest = new byte[4096];
                    System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
                    long left;
                    while ((left = 2000 - clock.ElapsedMilliseconds) > 0 && socket.Poll((int)left * 1000, SelectMode.SelectRead) && socket.Receive(rest) > 0)
                    {
                        // What comes now is of no use, but closing with it unread would reset the connection.
                    }
                }
                catch (SocketException)
                {
                    // The peer has reset the connection: there is nothing left to wait for.
                }
                finally
                {
                    socket.Close();
                }
        """;

    private const string TakenForSeconds = "// Close counts milliseconds: its 5 is taken for seconds.\n        ";

    [Fact]
    public Task A_drain_in_an_async_method() => Verify(
        """
                var count = await socket.SendAsync(new ArraySegment<byte>(data), SocketFlags.None);
                // give it time
                {|SOCK002:socket.Close(5)|}; // five seconds
                Console.WriteLine(count);
        """,
        """
                var count = await socket.SendAsync(new ArraySegment<byte>(data), SocketFlags.None);
                // give it time
                // Close counts milliseconds: its 5 is taken for seconds.
                try
                {
                    socket.Shutdown(SocketShutdown.Send);
                    var rest = new ArraySegment<byte>(new byte[4096]);
                    var limit = Task.Delay(5000);
                    Task<int> receive;
                    do
                    {
                        // What comes now is of no use, but closing with it unread would reset the connection.
                        receive = socket.ReceiveAsync(rest, SocketFlags.None);
                    }
                    while (await Task.WhenAny(limit, receive) == receive && await receive > 0);
                }
                catch (SocketException)
                {
                    // The peer has reset the connection: there is nothing left to wait for.
                }
                finally
                {
                    socket.Close(); // five seconds
                }
                Console.WriteLine(count);
        """,
        "async Task");

    [Fact]
    public Task A_drain_in_a_synchronous_method() => Verify(
        "        socket.Send(data);\n        {|SOCK002:socket.Close(2000)|};",
        "        socket.Send(data);\n        " + Pattern);

    [Fact]
    public Task Names_constants_awaits_and_tokens() => FixTest.Of<CloseInsteadOfHalfCloseFix>(
        """
        public static class Client
        {
            private const int Wait = 30;

            public static async Task Notify(Socket socket, byte[] rest, CancellationToken stop)
            {
                await Task.Delay(1).ConfigureAwait(false);
                socket.Send(rest);
                if (rest.Length > 1)
                    {|SOCK002:socket.Close(Wait)|};
                else
                    {|SOCK002:socket.Close(Wait)|};
            }
        }
        """,
        """
        public static class Client
        {
            private const int Wait = 30;

            public static async Task Notify(Socket socket, byte[] rest, CancellationToken stop)
            {
                await Task.Delay(1).ConfigureAwait(false);
                socket.Send(rest);
                if (rest.Length > 1)
                {
                    // Close counts milliseconds: its Wait is taken for seconds.
                    try
                    {
                        socket.Shutdown(SocketShutdown.Send);
                        ArraySegment<byte> rest2 = new ArraySegment<byte>(new byte[4096]);
                        Task limit = Task.Delay(Wait * 1000, stop);
                        Task<int> receive;
                        do
                        {
                            // What comes now is of no use, but closing with it unread would reset the connection.
                            receive = socket.ReceiveAsync(rest2, SocketFlags.None);
                        }
                        while (await Task.WhenAny(limit, receive).ConfigureAwait(false) == receive && await receive.ConfigureAwait(false) > 0);
                    }
                    catch (SocketException)
                    {
                        // The peer has reset the connection: there is nothing left to wait for.
                    }
                    finally
                    {
                        socket.Close();
                    }
                }
                else
                {
                    // Close counts milliseconds: its Wait is taken for seconds.
                    try
                    {
                        socket.Shutdown(SocketShutdown.Send);
                        ArraySegment<byte> rest2 = new ArraySegment<byte>(new byte[4096]);
                        Task limit = Task.Delay(Wait * 1000, stop);
                        Task<int> receive;
                        do
                        {
                            // What comes now is of no use, but closing with it unread would reset the connection.
                            receive = socket.ReceiveAsync(rest2, SocketFlags.None);
                        }
                        while (await Task.WhenAny(limit, receive).ConfigureAwait(false) == receive && await receive.ConfigureAwait(false) > 0);
                    }
                    catch (SocketException)
                    {
                        // The peer has reset the connection: there is nothing left to wait for.
                    }
                    finally
                    {
                        socket.Close();
                    }
                }
            }
        }
        """).RunAsync();

    [Theory]
    [InlineData("")]
    [InlineData("csharp_new_line_before_open_brace = none\ncsharp_new_line_before_catch = false\ncsharp_new_line_before_finally = false\n")]
    public Task Braces_as_the_file_has_them_and_the_editorconfig_wants_them(string lines)
    {
        var test = FixTest.Of<CloseInsteadOfHalfCloseFix>(
            """
            public static class Client {
            	public static void Tell(Socket socket, byte[] data) {
            		socket.Send(data);
            		{|SOCK002:socket.Close(2000)|}; // two seconds
            	}
            }
            """,
            """
            public static class Client {
            	public static void Tell(Socket socket, byte[] data) {
            		socket.Send(data);
            		try {
            			socket.Shutdown(SocketShutdown.Send);
            			byte[] rest = new byte[4096];
            			System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
            			long left;
            			while ((left = 2000 - clock.ElapsedMilliseconds) > 0 && socket.Poll((int)left * 1000, SelectMode.SelectRead) && socket.Receive(rest) > 0) {
            				// What comes now is of no use, but closing with it unread would reset the connection.
            			}
            		} catch (SocketException) {
            			// The peer has reset the connection: there is nothing left to wait for.
            		} finally {
            			socket.Close(); // two seconds
            		}
            	}
            }
            """);
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\n" + lines));
        return test.RunAsync();
    }

    [Theory]
    [InlineData("await SocketAnalyzers.SocketClosing.CloseGracefullyAsync(socket, new SocketAnalyzers.CloseOptions { TotalTimeout = TimeSpan.FromMilliseconds(5000) }, stop);", "", "async Task")]
    [InlineData("await socket.CloseGracefullyAsync(new CloseOptions { TotalTimeout = TimeSpan.FromMilliseconds(5000) }, stop);", "using SocketAnalyzers;\n\n", "async Task")]
    [InlineData("socket.CloseGracefully(new CloseOptions { TotalTimeout = TimeSpan.FromMilliseconds(5000) });", "using SocketAnalyzers;\n\n", "void")]
    public Task The_runtime_library_is_called_where_it_is_there(string call, string directive, string type) =>
        WithLibrary(directive + Notify("{|SOCK002:socket.Close(5)|};", type), directive + Notify(TakenForSeconds + call, type)).RunAsync();

    // The options have init-only setters, which C# has from 9 on.
    [Theory]
    [InlineData("await socket.CloseGracefullyAsync(null, stop);", "async Task")]
    [InlineData("socket.CloseGracefully();", "void")]
    public Task With_the_limits_of_the_library_before_CSharp_9(string call, string type)
    {
        const string Usings = "using System.Net.Sockets;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing SocketAnalyzers;\n\n";
        var test = FixTest.Bare<CloseInsteadOfHalfCloseFix>(Usings + Notify("{|SOCK002:socket.Close(5)|};", type), Usings + Notify(TakenForSeconds + call, type));
        test.LanguageVersion = LanguageVersion.CSharp8;
        return AddLibrary(test).RunAsync();
    }

    [Fact]
    public Task The_option_says_never() => Configured(WithLibrary(Notify("{|SOCK002:socket.Close(2000)|};", "void"), Notify(Pattern, "void")), "never").RunAsync();

    [Fact]
    public Task The_option_says_always() =>
        Configured(WithLibrary(Notify("{|SOCK002:socket.Close(2000)|};", "void"), Notify("SocketAnalyzers.SocketClosing.CloseGracefully(socket, new SocketAnalyzers.CloseOptions { TotalTimeout = TimeSpan.FromMilliseconds(2000) });", "void")), "always").RunAsync();

    [Fact]
    public Task No_fix_where_the_option_says_always_and_there_is_no_library() =>
        Configured(FixTest.None<CloseInsteadOfHalfCloseFix>(Notify("{|SOCK002:socket.Close(5)|};", "void")), "always").RunAsync();

    /// <summary>A project with two target frameworks is two projects with one file; text that only one of them can compile would be merged as a conflict.</summary>
    [Theory]
    [InlineData("namespace SocketAnalyzers { public static class SocketClosing { } }", true)]
    [InlineData("", false)]
    public async Task Auto_asks_every_framework_of_the_project(string other, bool isCalled)
    {
        const string Library = "namespace SocketAnalyzers { public static class SocketClosing { } }";
        using var workspace = new AdhocWorkspace();
        var solution = workspace.CurrentSolution;
        DocumentId? document = null;
        foreach (var code in new[] { other, Library })
        {
            var project = ProjectId.CreateNewId();
            document = DocumentId.CreateNewId(project);
            solution = solution
                .AddProject(ProjectInfo.Create(project, VersionStamp.Default, "Client", "Client", LanguageNames.CSharp, filePath: "/Client.csproj"))
                .AddDocument(document, "Client.cs", code, filePath: "/Client.cs");
        }

        Assert.Equal(isCalled, await RuntimeLibrary.IsCalledAsync(solution.GetDocument(document)!, CancellationToken.None));
    }

    [Fact]
    public Task Var_where_the_editorconfig_wants_it()
    {
        var test = FixTest.Of<CloseInsteadOfHalfCloseFix>(Notify("{|SOCK002:socket.Close(2000)|};", "void"), Notify(Pattern.Replace("System.Diagnostics.Stopwatch clock", "var clock"), "void"));
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ncsharp_style_var_elsewhere = true\ncsharp_style_var_when_type_is_apparent = true\n"));
        return test.RunAsync();
    }

    [Theory]
    // In the loop itself, and in what it calls.
    [InlineData("client.Send(new byte[1]); {|SOCK002:client.Close(5)|};")]
    [InlineData("Answer(client);")]
    public Task No_drain_holds_a_server_up(string use) => FixTest.None<CloseInsteadOfHalfCloseFix>(Server(use)).RunAsync();

    [Fact]
    public Task No_drain_of_weeks() => None("        socket.Send(data);\n        {|SOCK002:socket.Close(int.MaxValue)|};");

    // Poll counts microseconds in an int.
    [Fact]
    public Task No_drain_whose_microseconds_overflow() => None("        socket.Send(data);\n        {|SOCK002:socket.Close(2147484)|};");

    [Fact]
    public Task No_second_shutdown_where_there_is_one() => Verify(
        "        socket.Send(data);\n        socket.Shutdown(SocketShutdown.Send);\n        {|SOCK002:socket.Close(2000)|};",
        "        socket.Send(data);\n        socket.Shutdown(SocketShutdown.Send);\n        " + Pattern.Replace("            socket.Shutdown(SocketShutdown.Send);\n", ""));

    private static string Server(string use) => $$"""
        public static class Server
        {
            public static void Serve(TcpListener listener)
            {
                while (true)
                {
                    try
                    {
                        var client = listener.AcceptSocket();
                        {{use}}
                    }
                    catch (SocketException e) when (e.SocketErrorCode != SocketError.OperationAborted)
                    {
                    }
                }
            }

            private static void Answer(Socket client)
            {
                client.Send(new byte[1]);
                {{(use.StartsWith("Answer", StringComparison.Ordinal) ? "{|SOCK002:client.Close(5)|};" : "client.Close();")}}
            }
        }
        """;

    private static string Notify(string close, string type) => $$"""
        public static class Client
        {
            public static {{type}} Notify(Socket socket, byte[] data, CancellationToken stop)
            {
                socket.Send(data);
                {{close}}
            }
        }
        """;

    private static CSharpCodeFixTest<SocketFlowAnalyzer, CloseInsteadOfHalfCloseFix> WithLibrary(string code, string fixedCode) =>
        AddLibrary(FixTest.Of<CloseInsteadOfHalfCloseFix>(code, fixedCode));

    private static CSharpCodeFixTest<SocketFlowAnalyzer, CloseInsteadOfHalfCloseFix> AddLibrary(CSharpCodeFixTest<SocketFlowAnalyzer, CloseInsteadOfHalfCloseFix> test)
    {
        var library = MetadataReference.CreateFromFile(typeof(SocketClosing).Assembly.Location);
        test.TestState.AdditionalReferences.Add(library);
        test.FixedState.AdditionalReferences.Add(library);
        return test;
    }

    private static CSharpCodeFixTest<SocketFlowAnalyzer, CloseInsteadOfHalfCloseFix> Configured(CSharpCodeFixTest<SocketFlowAnalyzer, CloseInsteadOfHalfCloseFix> test, string helper)
    {
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\nsocket_analyzers.helper = " + helper + "\n"));
        return test;
    }
}
