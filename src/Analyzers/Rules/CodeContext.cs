using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>What kind of code a place is in: an assertion that expects the failure, code for one platform.</summary>
internal static class CodeContext
{
    /// <summary>Inside a lambda that is given to an assertion about exceptions: the failure is the point.</summary>
    public static bool IsInThrowAssertion(SyntaxNode node)
    {
        for (var n = node; n is not null and not MemberDeclarationSyntax; n = n.Parent)
        {
            if (n is not AnonymousFunctionExpressionSyntax lambda)
                continue;
            if (lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && (IsThrowAssertion(call) || IsStartOfAssertion(call)))
                return true;
            // Action act = () => s.Send(x); act.Should().Throw<...>()
            if (lambda.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: { } name } } && IsAssertedLater(lambda, name))
                return true;
        }

        return false;
    }

    /// <summary>An attribute on the member, its type or assembly says which platforms it runs on, and Windows is not among them.</summary>
    public static bool ExcludesWindows(ISymbol owner)
    {
        for (var symbol = owner; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (SupportsOnlyOthers(symbol))
                return true;
        }

        return owner.ContainingAssembly is { } assembly && SupportsOnlyOthers(assembly);
    }

    private static bool SupportsOnlyOthers(ISymbol symbol)
    {
        var named = false;
        foreach (var attribute in symbol.GetAttributes())
        {
            var name = attribute.AttributeClass?.Name;
            if (attribute.ConstructorArguments.Length == 0 || attribute.ConstructorArguments[0].Value is not string platform)
                continue;
            var isWindows = platform.StartsWith("windows", StringComparison.OrdinalIgnoreCase);
            if (name == "UnsupportedOSPlatformAttribute" && isWindows)
                return true;
            if (name != "SupportedOSPlatformAttribute")
                continue;
            if (isWindows)
                return false;
            named = true;
        }

        return named;
    }

    // Assert.Throws<...>(() => ...), and NUnit's Assert.That(() => ..., Throws.InstanceOf<...>())
    private static bool IsThrowAssertion(InvocationExpressionSyntax call)
    {
        if (ExpectsException(NameOf(call.Expression)))
            return true;
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression.GetFirstToken().ValueText == "Throws")
                return true;
        }

        return false;
    }

    // FluentActions.Invoking(() => ...).Should().Throw<...>()
    private static bool IsStartOfAssertion(InvocationExpressionSyntax call)
    {
        SyntaxNode node = call;
        while (node.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } member && member.Expression == node)
        {
            if (ExpectsException(NameOf(member)))
                return true;
            node = next;
        }

        return false;
    }

    private static bool IsAssertedLater(SyntaxNode lambda, string name)
    {
        var block = lambda.FirstAncestorOrSelf<BlockSyntax>();
        if (block is null)
            return false;
        foreach (var node in block.DescendantNodes())
        {
            if (node is InvocationExpressionSyntax call && IsThrowAssertion(call) && Names(call, name))
                return true;
        }

        return false;
    }

    private static bool Names(SyntaxNode node, string name)
    {
        foreach (var token in node.DescendantTokens())
        {
            if (token.Parent is IdentifierNameSyntax && token.ValueText == name)
                return true;
        }

        return false;
    }

    private static bool ExpectsException(string? method) =>
        method is not null && (method.Contains("Throw") || method is "Exception" or "ExceptionAsync" or "Catch" or "CatchAsync");

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
