using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>
/// "await Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a))" becomes the relay of the runtime library, which passes each end on
/// and has limits. Without the library there is no fix: to wait for both trades lost data for connections that stay for ever.
/// </summary>
internal static class LibraryRelay
{
    public static SyntaxNode? Mend(FixSite site)
    {
        if (site.CallsRuntimeLibrary != true || site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } race || !IsOnlyAwaited(race))
            return null;
        if (race.ArgumentList.Arguments is not { Count: 2 } copies || CopyOf(copies[0]) is not { } there || CopyOf(copies[1]) is not { } back)
            return null;
        if (!SyntaxFactory.AreEquivalent(there.From, back.To) || !SyntaxFactory.AreEquivalent(there.To, back.From) || there.Token != back.Token)
            return null;
        if (!SocketExpression.IsRepeatable(site.Model, there.From) || !SocketExpression.IsRepeatable(site.Model, there.To))
            return null;
        var call = NewCode.Expression("global::SocketAnalyzers.DuplexRelay.RunAsync(" + there.From.WithoutTrivia() + ", " + there.To.WithoutTrivia() + (there.Token is null ? ")" : ", null, " + there.Token + ")"));
        var bound = site.Model.GetSpeculativeSymbolInfo(race.SpanStart, call, SpeculativeBindingOption.BindAsExpression).Symbol;
        return bound is null ? null : site.Root.ReplaceNode(race, call.WithTriviaFrom(race));
    }

    // Who asks which of the two has ended needs the race.
    private static bool IsOnlyAwaited(InvocationExpressionSyntax race)
    {
        SyntaxNode? task = race;
        if (race.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            task = configured;
        return task.Parent is AwaitExpressionSyntax { Parent: ExpressionStatementSyntax };
    }

    // "a.CopyToAsync(b)" or "a.CopyToAsync(b, token)"
    private static (ExpressionSyntax From, ExpressionSyntax To, string? Token)? CopyOf(ArgumentSyntax argument)
    {
        if (argument.Expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CopyToAsync" } access } copy
            || copy.ArgumentList.Arguments is not { Count: 1 or 2 } arguments || arguments.Any(each => each.NameColon is not null))
            return null;
        return (access.Expression, arguments[0].Expression, arguments.Count == 2 ? arguments[1].Expression.WithoutTrivia().ToString() : null);
    }
}
