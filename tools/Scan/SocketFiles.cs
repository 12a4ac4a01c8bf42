using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Scan;

/// <summary>Chooses the files that have to do with sockets; to bind only them is most of the speed.</summary>
internal static partial class SocketFiles
{
    public static bool Mentions(SyntaxTree tree) => Words().IsMatch(tree.GetText().ToString());

    [GeneratedRegex("Socket|TcpClient|TcpListener|UdpClient|NetworkStream|SslStream")]
    private static partial Regex Words();
}
