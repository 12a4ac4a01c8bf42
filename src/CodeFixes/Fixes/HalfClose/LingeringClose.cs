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

    private readonly FixSite _site;
    private readonly ExpressionStatementSyntax _statement;
    private readonly string _socket;
    private readonly string _limit;
    private readonly string? _remark;

    private LingeringClose(FixSite site, EndCall close, string limit)
    {
        _remark = IsInSeconds(site, close.Arguments[0].Expression) ? "// Close counts milliseconds: its " + close.Arguments[0].Expression.WithoutTrivia() + " is taken for seconds." : null;
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

    private static bool IsInSeconds(FixSite site, ExpressionSyntax argument) => site.Model.GetConstantValue(argument) is { Value: int and <= LargestSeconds };

    private static string? LimitOf(FixSite site, ExpressionSyntax argument)
    {
        if (site.Model.GetConstantValue(argument) is not { HasValue: true, Value: int limit and > 0 })
            return null;
        var factor = IsInSeconds(site, argument) ? 1000 : 1;
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
            return Replace(NewCode.Statement(LibraryCall(isAsync)).WithTriviaFrom(_statement).WithLeadingTrivia(Above()));
        var pattern = NewCode.Statement(Pattern(isAsync)).WithLeadingTrivia(Above());
        return Replace(_statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? pattern : pattern.WithTrailingTrivia(SyntaxFactory.Space));
    }

    private SyntaxTriviaList Above()
    {
        var above = _statement.GetLeadingTrivia();
        return _remark is null ? above : above.AddRange(new[] { SyntaxFactory.Comment(_remark), NewCode.LineEnd }).AddRange(StatementPlace.Indentation(above));
    }

    private SyntaxNode Replace(StatementSyntax mended) => StatementList.Around(_statement) is not null
        ? _site.Root.ReplaceNode(_statement, mended)
        : _site.Root.ReplaceNode(_statement, NewCode.Mark(SyntaxFactory.Block(mended.WithTrailingTrivia(NewCode.LineEnd))).WithTrailingTrivia(NewCode.LineEnd));

    private string Pattern(bool isAsync)
    {
        var text = LingeringPattern.Frame
            .Replace("{shutdown}", IsShutdownBefore() ? string.Empty : LingeringPattern.Shutdown)
            .Replace("{drain}", isAsync ? LingeringPattern.AsyncDrain : LingeringPattern.Drain)
            .Replace("{ArraySegment}", VarOr("global::System.ArraySegment<byte>"))
            .Replace("{Task}", VarOr("global::System.Threading.Tasks.Task"))
            .Replace("{Bytes}", VarOr("byte[]"))
            .Replace("{Stopwatch}", VarOr("global::System.Diagnostics.Stopwatch"))
            .Replace("{ReceiveAsync}", IsExtensionInScope() ? "{socket}.ReceiveAsync(" : "global::System.Net.Sockets.SocketTaskExtensions.ReceiveAsync({socket}, ")
            .Replace("{configured}", AsyncFunction.UsesConfigureAwait(_statement) ? ".ConfigureAwait(false)" : string.Empty)
            .Replace("{token}", Token() is { } token ? ", " + token : string.Empty)
            .Replace("{milliseconds}", _limit)
            .Replace("{socket}", _socket);
        foreach (var local in new[] { "rest", "limit", "receive", "clock", "left" })
            text = text.Replace("{" + local + "}", LocalStyle.FreeName(_site.Model, _statement, local, _statement));
        var lines = text.Replace("{comment}", CommentBehind()).Split(new[] { '\r', '\n' }, System.StringSplitOptions.RemoveEmptyEntries);
        return string.Join(NewCode.LineEnd.ToString(), lines);
    }

    private string LibraryCall(bool isAsync)
    {
        var name = isAsync ? "CloseGracefullyAsync" : "CloseGracefully";
        var options = HasInitOnlySetters() ? "new global::SocketAnalyzers.CloseOptions { TotalTimeout = global::System.TimeSpan.FromMilliseconds(" + _limit + ") }" : "null";
        var arguments = isAsync && Token() is { } token ? options + ", " + token : options == "null" ? string.Empty : options;
        var call = _socket + "." + name + "(" + arguments + ")";
        var bound = _site.Model.GetSpeculativeSymbolInfo(_statement.SpanStart, SyntaxFactory.ParseExpression(call), SpeculativeBindingOption.BindAsExpression).Symbol;
        if (bound?.ContainingType.ToDisplayString() != RuntimeLibrary.ClosingType)
            call = "global::" + RuntimeLibrary.ClosingType + "." + name + "(" + _socket + (arguments.Length > 0 ? ", " + arguments : string.Empty) + ")";
        return isAsync ? "await " + call + (AsyncFunction.UsesConfigureAwait(_statement) ? ".ConfigureAwait(false);" : ";") : call + ";";
    }

    // The properties of the options can be set from C# 9 on; before, the limits of the library have to do.
    private bool HasInitOnlySetters() => ((CSharpParseOptions)_statement.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp9;

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
