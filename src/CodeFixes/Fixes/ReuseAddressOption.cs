using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes;

/// <summary><c>SetSocketOption(…, ReuseAddress, true)</c> before a bind.</summary>
internal static class ReuseAddressOption
{
    private const string Call = "SetSocketOption(global::System.Net.Sockets.SocketOptionLevel.Socket, global::System.Net.Sockets.SocketOptionName.ReuseAddress, true)";

    /// <summary>The root with the option set in front of the bind; null where the socket is not known by a name.</summary>
    public static SyntaxNode? InsertBeforeBind(FixSite site, ExpressionSyntax socket)
    {
        // A listener or client keeps its socket in a property.
        var owner = site.Model.GetTypeInfo(socket).Type?.Name switch
        {
            "Socket" => socket.WithoutTrivia().ToString(),
            "TcpListener" => socket.WithoutTrivia() + ".Server",
            "UdpClient" => socket.WithoutTrivia() + ".Client",
            _ => null,
        };
        return owner is null ? null : OptionSetting.InsertStatement(site, StatementFor(owner));
    }

    public static string StatementFor(string socket) => socket + "." + Call + ";";
}
