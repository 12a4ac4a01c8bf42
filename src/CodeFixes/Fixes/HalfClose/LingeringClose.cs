using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>"s.Close(5000)" as what it was meant to be: FIN, a drain to the peer's end within a limit, close.</summary>
internal sealed class LingeringClose
{
    // Poll counts microseconds in an int.
    private const int LongestMilliseconds = int.MaxValue / 1000;

    // The documentation of Close(int) once spoke of seconds; nobody waits so few milliseconds for a peer.
    private const int LargestSeconds = 60;

    // The formatter puts a brace on a line of its own where that is wanted, and would not take it from there.
    private const string Open = " {\r\n";

    private readonly FixSite _site;
    private readonly ExpressionStatementSyntax _statement;
    private readonly string _socket;
    private readonly string _limit;

    private LingeringClose(FixSite site, EndCall close, string limit)
    {
        _site = site;
        _statement = close.Statement;
        _socket = close.Receiver.WithoutTrivia().ToString();
        _limit = limit;
    }

    public static SyntaxNode? Mend(FixSite site)
    {
        if (EndCall.At(site.Node) is not { Name: "Close", Arguments.Count: 1 } close || close.Statement.Expression is not InvocationExpressionSyntax
            || !SocketExpression.IsRepeatable(site.Model, close.Receiver) || close.Statement.Parent is LabeledStatementSyntax || HalfCloseUse.IsSendPending(site, close.Statement)
            || LimitOf(site, close.Arguments[0].Expression) is not { } limit)
            return null;
        var isAsync = AsyncFunction.IsAround(close.Statement);
        // A peer that says nothing would keep the server from its next client for the whole limit.
        if (!isAsync && AcceptingLoop.IsAround(close.Statement))
            return null;
        return site.CallsRuntimeLibrary is { } calls ? new LingeringClose(site, close, limit).Mend(isAsync, calls) : null;
    }

    private static string? LimitOf(FixSite site, ExpressionSyntax argument)
    {
        if (site.Model.GetConstantValue(argument) is not { HasValue: true, Value: int limit and > 0 })
            return null;
        var factor = limit <= LargestSeconds ? 1000 : 1;
        if (limit > LongestMilliseconds / factor)
            return null;
        // The name of a constant stays.
        if (!SocketExpression.IsRepeatable(site.Model, argument))
            return (limit * factor).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return factor == 1 ? argument.WithoutTrivia().ToString() : argument.WithoutTrivia() + " * 1000";
    }

    private SyntaxNode Mend(bool isAsync, bool callsLibrary)
    {
        if (callsLibrary)
            return Replace(NewCode.Statement(LibraryCall(isAsync)).WithTriviaFrom(_statement));
        var text = "try" + Open + (IsShutdownBefore() ? string.Empty : _socket + ".Shutdown(global::System.Net.Sockets.SocketShutdown.Send);\r\n") + (isAsync ? AsyncDrain() : Drain())
            + "} catch (global::System.Net.Sockets.SocketException)" + Open + "// The peer has reset the connection: there is nothing left to wait for.\r\n"
            + "} finally" + Open + _socket + ".Close();" + CommentBehind() + "\r\n}";
        var pattern = NewCode.Statement(text).WithLeadingTrivia(_statement.GetLeadingTrivia());
        return Replace(_statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? pattern : pattern.WithTrailingTrivia(SyntaxFactory.Space));
    }

    private SyntaxNode Replace(StatementSyntax mended) => StatementList.Around(_statement) is not null
        ? _site.Root.ReplaceNode(_statement, mended)
        : _site.Root.ReplaceNode(_statement, NewCode.Mark(SyntaxFactory.Block(mended.WithTrailingTrivia(NewCode.LineEnd))).WithTrailingTrivia(NewCode.LineEnd));

    private string AsyncDrain()
    {
        var (rest, limit, receive) = (Local("rest"), Local("limit"), Local("receive"));
        var await = AsyncFunction.UsesConfigureAwait(_statement) ? ".ConfigureAwait(false)" : string.Empty;
        var token = Token() is { } found ? ", " + found : string.Empty;
        var call = IsExtensionInScope() ? _socket + ".ReceiveAsync(" : "global::System.Net.Sockets.SocketTaskExtensions.ReceiveAsync(" + _socket + ", ";
        return VarOr("global::System.ArraySegment<byte>") + " " + rest + " = new global::System.ArraySegment<byte>(new byte[4096]);\r\n"
            + VarOr("global::System.Threading.Tasks.Task") + " " + limit + " = global::System.Threading.Tasks.Task.Delay(" + _limit + token + ");\r\n"
            + "global::System.Threading.Tasks.Task<int> " + receive + ";\r\n"
            + "do" + Open + "// What comes now is of no use, but closing with it unread would reset the connection.\r\n"
            + receive + " = " + call + rest + ", global::System.Net.Sockets.SocketFlags.None);\r\n}\r\nwhile (await global::System.Threading.Tasks.Task.WhenAny(" + receive + ", " + limit + ")" + await + " == " + receive + " && await " + receive + await + " > 0);\r\n";
    }

    // ReceiveTimeout would begin anew with every byte.
    private string Drain()
    {
        var (rest, clock, left) = (Local("rest"), Local("clock"), Local("left"));
        return VarOr("byte[]") + " " + rest + " = new byte[4096];\r\n"
            + VarOr("global::System.Diagnostics.Stopwatch") + " " + clock + " = global::System.Diagnostics.Stopwatch.StartNew();\r\n"
            + "long " + left + ";\r\n"
            + "while ((" + left + " = " + _limit + " - " + clock + ".ElapsedMilliseconds) > 0 && " + _socket + ".Poll((int)" + left + " * 1000, global::System.Net.Sockets.SelectMode.SelectRead) && " + _socket + ".Receive(" + rest + ") > 0)" + Open
            + "// What comes now is of no use, but closing with it unread would reset the connection.\r\n}\r\n";
    }

    private string LibraryCall(bool isAsync)
    {
        var name = isAsync ? "CloseGracefullyAsync" : "CloseGracefully";
        var arguments = isAsync && Token() is { } token ? "null, " + token : string.Empty;
        var call = _socket + "." + name + "(" + arguments + ")";
        var bound = _site.Model.GetSpeculativeSymbolInfo(_statement.SpanStart, SyntaxFactory.ParseExpression(call), SpeculativeBindingOption.BindAsExpression).Symbol;
        if (bound?.ContainingType.ToDisplayString() != RuntimeLibrary.ClosingType)
            call = "global::" + RuntimeLibrary.ClosingType + "." + name + "(" + _socket + (arguments.Length > 0 ? ", " + arguments : string.Empty) + ")";
        return isAsync ? "await " + call + (AsyncFunction.UsesConfigureAwait(_statement) ? ".ConfigureAwait(false);" : ";") : call + ";";
    }

    private string Local(string name) => LocalStyle.FreeName(_site.Model, _statement, name, _statement);

    private string VarOr(string type) => LocalStyle.VarOr(type, _statement);

    private string? Token() =>
        (_site.Model.GetEnclosingSymbol(_statement.SpanStart) as IMethodSymbol)?.Parameters
            .FirstOrDefault(parameter => parameter.Type.Name == "CancellationToken")?.Name;

    // On .NET Framework it is an extension method.
    private bool IsExtensionInScope() => !_site.Model.LookupNamespacesAndTypes(_statement.SpanStart, name: "SocketTaskExtensions").IsEmpty;

    private bool IsShutdownBefore() =>
        StatementList.Around(_statement) is { } list && list.IndexOf(_statement) is > 0 and var index
        && list.Statements[index - 1] is ExpressionStatementSyntax before && EndCall.Of(before) is { Name: "Shutdown" } shutdown
        && SyntaxFactory.AreEquivalent(shutdown.Receiver, ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)_statement.Expression).Expression).Expression);

    private string CommentBehind()
    {
        var comments = _statement.GetTrailingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)).ToList();
        return comments.Count == 0 ? string.Empty : " " + string.Join(" ", comments);
    }
}
