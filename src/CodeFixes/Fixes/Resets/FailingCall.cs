using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes.Resets;

/// <summary>The call out of which the exception comes, with what the rule knows of it.</summary>
internal sealed class FailingCall
{
    public FailingCall(FixSite site)
    {
        Site = site;
        Types = TypesOf(site.Property("Exceptions"));
        SessionTypes = TypesOf(site.Property("Session"));
        IsAccept = site.Property("Accept") == "True";
        Function = site.Node.Ancestors().FirstOrDefault(IsFunction);
    }

    public FixSite Site { get; }

    public SyntaxNode Node => Site.Node;

    /// <summary>All that leaves the function or loop: SocketException, IOException or both, by full names.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>The part of it that other calls than the accept throw.</summary>
    public IReadOnlyList<string> SessionTypes { get; }

    /// <summary>It waits for a client.</summary>
    public bool IsAccept { get; }

    /// <summary>The member, lambda or local function around; a global statement in a program.</summary>
    public SyntaxNode? Function { get; }

    public BlockSyntax? Body => Function switch
    {
        BaseMethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax function => function.Body,
        AnonymousFunctionExpressionSyntax function => function.Block,
        _ => null,
    };

    /// <summary>The accept loop around: so many loops out as the rule has counted.</summary>
    public StatementSyntax? Loop
    {
        get
        {
            if (!int.TryParse(Site.Property("Loop"), out var left))
                return null;
            for (var node = Node.Parent; node is not null && !IsFunction(node); node = node.Parent)
            {
                if (node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax && left-- == 0)
                    return (StatementSyntax)node;
            }

            return null;
        }
    }

    /// <summary>The innermost try with a catch that covers the call, up to <paramref name="boundary"/>.</summary>
    public TryStatementSyntax? TryWithin(SyntaxNode boundary)
    {
        for (var node = Node; node is not null && node != boundary; node = node.Parent)
        {
            if (node is BlockSyntax && node.Parent is TryStatementSyntax { Catches.Count: > 0 } guarded && guarded.Block == node)
                return guarded;
        }

        return null;
    }

    /// <summary>A catch that an edit has put around it, or that was there, takes all of it.</summary>
    public bool IsCovered => Types.All(type => Node.Ancestors().TakeWhile(node => node != Function).OfType<TryStatementSyntax>()
        .Where(guarded => guarded.Block.Span.Contains(Node.Span))
        .Any(guarded => guarded.Catches.Any(clause => SiblingCatch.Takes(clause, Site.Model, type)
            || (clause.Filter is { } filter && filter.ToString().Contains(" is " + type)))));

    /// <summary>The list of statements of a block that the call stands in, innermost first, and which of them it is.</summary>
    public IEnumerable<(BlockSyntax Block, int Index)> Lists() => ListsAround(Node);

    public static IEnumerable<(BlockSyntax Block, int Index)> ListsAround(SyntaxNode inner)
    {
        for (var node = inner; node is not null && !IsFunction(node); node = node.Parent)
        {
            if (node is StatementSyntax statement && node.Parent is BlockSyntax block)
                yield return (block, block.Statements.IndexOf(statement));
        }
    }

    /// <summary>Whether <paramref name="node"/> asks for a client, by the name of what it calls: in itself, or somewhere in it outside of lambdas.</summary>
    public static bool AsksForClient(SyntaxNode node) => AcceptsIn(node).Any(call => !IsEndAccept(call));

    public static IEnumerable<InvocationExpressionSyntax> AcceptsIn(SyntaxNode node) =>
        node.DescendantNodesAndSelf(inner => inner == node || !IsFunction(inner)).OfType<InvocationExpressionSyntax>().Where(call => CodeShape.CalledName(call)?.Contains("Accept") == true);

    public static bool IsEndAccept(InvocationExpressionSyntax call) => CodeShape.CalledName(call)!.StartsWith("EndAccept", System.StringComparison.Ordinal);

    public static bool IsFunction(SyntaxNode node) => node is LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax or MemberDeclarationSyntax;

    /// <summary>Whether the function may be left by a bare <c>return</c>.</summary>
    public bool GivesNothing
    {
        get
        {
            if (Function is GlobalStatementSyntax { Parent: { } program })
                return !program.DescendantNodes(node => node == program || !IsFunction(node) || node is GlobalStatementSyntax).Any(node => node is ReturnStatementSyntax { Expression: not null });
            return SymbolOf(Function) is { } method
                && (method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false }))
                && method.Parameters.All(parameter => parameter.RefKind != RefKind.Out);
        }
    }

    public IMethodSymbol? SymbolOf(SyntaxNode? function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => Site.Model.GetSymbolInfo(lambda).Symbol as IMethodSymbol,
        BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax => Site.Model.GetDeclaredSymbol(function) as IMethodSymbol,
        _ => null,
    };

    /// <summary>A name for the exception that means nothing else around <paramref name="scope"/> nor in it.</summary>
    public string FreeName(SyntaxNode scope)
    {
        foreach (var name in new[] { "e", "ex", "reset", "socketException" })
        {
            if (!IsTaken(name))
                return name;
        }

        return "peerReset";

        bool IsTaken(string name) =>
            Site.Model.LookupSymbols(scope.SpanStart, name: name).Any(symbol => symbol is ILocalSymbol or IParameterSymbol)
            || scope.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);
    }

    private static IReadOnlyList<string> TypesOf(string? exceptions) => exceptions switch
    {
        "SocketException" => new[] { ResetCatches.SocketException },
        "IOException" => new[] { ResetCatches.IOException },
        "Both" => new[] { ResetCatches.SocketException, ResetCatches.IOException },
        _ => System.Array.Empty<string>(),
    };
}
