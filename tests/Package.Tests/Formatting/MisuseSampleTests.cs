using System.Text.RegularExpressions;
using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary><c>samples/Misuse</c>, formatted: what is marked in its files is fixed, but for the places listed here.</summary>
[Collection(PackageCollection.Name)]
public partial class MisuseSampleTests(PackageFixture package)
{
    // File, id, the line as it is written, and why there is no safe rewrite.
    private static readonly (string File, string Id, string Line, string Why)[] WithoutFix =
    [
        // dotnet format sees this one too, although it is reported at the end of a compilation.
        (".editorconfig", "SOCK000", "socket_analyzers.somaxconn = 4k # SOCK000", "what was meant is not known"),
        ("Sock002_TcpRelay.cs", "SOCK002", "await Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up));", Relay),
        ("Sock002_TcpRelay.cs", "SOCK002", "to.Close();", Relay),
        ("Sock002_TcpRelay.cs", "SOCK002", "CloseBoth();", Relay),
        ("Sock002_TcpRelay.cs", "SOCK002", "CloseBoth();", Relay),
        ("Sock002_TcpRelay.cs", "SOCK041", "_client.BeginReceive(_up, 0, _up.Length, SocketFlags.None, ClientReceived, null);", Callback),
        ("Sock002_TcpRelay.cs", "SOCK041", "_server.BeginReceive(_down, 0, _down.Length, SocketFlags.None, ServerReceived, null);", Callback),
        ("Sock003_LineClient.cs", "SOCK003", "stream.Write(Checksum(block), 0, 4);", "the Shutdown is in a helper, which others call as it is"),
        ("Sock003_LineClient.cs", "SOCK003", "Send(farewell);", "the write is in a method of its own: which connection it goes to is not written here"),
        ("Sock004_QuoteServer.cs", "SOCK041", "_listener.BeginAcceptTcpClient(OnClient, null);", Callback),
        ("Sock008_FileServer.cs", "SOCK008", "client.BeginSend(file, 0, file.Length, SocketFlags.None, static result =>", "nothing to await: the callback is the place to close"),
        ("Sock008_FileServer.cs", "SOCK008", "_ = client.SendAsync(file, SocketFlags.None);", NotAsync),
        ("Sock008_FileServer.cs", "SOCK008", "return file.CopyToAsync(stream);", NotAsync),
        ("Sock009_StreamBridge.cs", "SOCK009", "await Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a));", Relay),
        ("Sock009_StreamBridge.cs", "SOCK009", "await Task.WhenAny(up, down);", Relay),
        ("Sock020_Session.cs", "SOCK020", "if (!_socket.Connected)", "more than the close may be meant to be left out"),
        ("Sock021_PatientClient.cs", "SOCK021", "linger.Enabled = false;", "the copy has a name, and more may be meant with it"),
        ("Sock030_TalkServer.cs", "SOCK030", "to.Write(_buffer, 0, Next(from));", "the count has no name there"),
        ("Sock030_TalkServer.cs", "SOCK030", "var count = _stream.EndRead(result);", "how the session ends is for its author to say"),
        ("Sock030_TalkServer.cs", "SOCK041", "public void Start() => _stream.BeginRead(_buffer, 0, _buffer.Length, OnReceived, null);", Callback),
        ("Sock032_FrameReader.cs", "SOCK032", "var count = stream.Read(frame, 0, size);", Partial),
        ("Sock032_FrameReader.cs", "SOCK032", "var count = _socket.Receive(_buffer);", Partial),
        ("Sock032_FrameReader.cs", "SOCK032", "var count = socket.Receive(report, 0, 256, SocketFlags.None);", Partial),
        ("Sock034_TickerClient.cs", "SOCK034", "while (IsAlive)", Liveness),
        ("Sock034_TickerClient.cs", "SOCK034", "if (!client.Connected)", Liveness),
        ("Sock034_TickerClient.cs", "SOCK034", "if (_socket.Connected)", Liveness),
        ("Sock034_TickerClient.cs", "SOCK034", "if (!_socket.Connected)", Liveness),
        ("Sock035_QuoteClient.cs", "SOCK035", "_client.ReceiveTimeout = 3000;", Limit),
        ("Sock035_QuoteClient.cs", "SOCK035", "_client.SendTimeout = 3000;", Limit),
        ("Sock035_QuoteClient.cs", "SOCK035", "private readonly Socket _socket = new(SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 3000 };", Limit),
        ("Sock041_MeterHub.cs", "SOCK041", "_listener.BeginAccept(_onAccepted, null);", Callback),
    ];

    private const string Callback = "what the callback does has to be where a loop comes to it too, and how the two share it is not known";
    private const string Liveness = "a pending read changes how the loop is built, and what becomes of the connection then is not known";
    private const string Limit = "what is to happen when the time is up, a token or a close, is not known";
    private const string Partial = "what is to happen with a part, and at the end, is not known";
    private const string Relay = "to wait for both directions trades the cut for a leak; which limit the other one needs is not known";
    private const string NotAsync = "the method is not async; to make it so is for its callers to know";

    [Fact]
    public void OnlyWhatIsDeclaredIsLeft()
    {
        var left = Lines(package.Formatted.FindingsAfter["Misuse/net10.0"].Select(finding => $"{finding.File} {finding.Id} {LineOf(finding)}"));
        var declared = Lines(WithoutFix.Select(place => $"{place.File} {place.Id} {place.Line}"));

        Assert.True(declared == left, $"Declared:\n{declared}\n\nLeft:\n{left}");
    }

    /// <summary>Else the test above could pass without a hit.</summary>
    [Fact]
    public void TheFirstBuildFindsEveryMark()
    {
        var marks = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Misuse"), "Sock*.cs").SelectMany(file => Mark().Matches(File.ReadAllText(file)));

        Assert.Equal(marks.Count(), package.Formatted.FindingsBefore["Misuse/net10.0"].Count(finding => finding.Id != "SOCK000"));
    }

    private static string Lines(IEnumerable<string> places) => string.Join('\n', places.Order(StringComparer.Ordinal));

    private string LineOf(Finding finding)
    {
        var text = finding.File.EndsWith(".cs", StringComparison.Ordinal)
            ? package.Formatted.After["Misuse/" + finding.File]
            : File.ReadAllText(Path.Combine(package.Formatted.FolderOf("Misuse"), finding.File));
        var line = text.Split('\n')[finding.Line - 1];
        return line.Split("//")[0].Trim();
    }

    [GeneratedRegex(@"(?<=//.*)SOCK\d{3}(?=.*$)", RegexOptions.Multiline)]
    private static partial Regex Mark();
}
