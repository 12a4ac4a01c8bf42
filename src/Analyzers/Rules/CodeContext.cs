using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>What kind of code a place is in: a test, an assertion that expects the failure, code for one platform.</summary>
internal static class CodeContext
{
    private static readonly string[] TestAttributes =
    {
        "Fact", "Theory", "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod", "TestFixture", "TestClass", "SetUp", "OneTimeSetUp", "TestInitialize", "ClassInitialize",
    };

    private static readonly string[] TestFrameworks =
    {
        "xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "TUnit.Core",
    };

    /// <summary>A method of a type with tests in it, helpers and set-up included, or any code of a test project.</summary>
    public static bool IsTest(ISymbol owner, Compilation compilation)
    {
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            if (Array.IndexOf(TestFrameworks, reference.Name) >= 0)
                return true;
        }

        for (var type = owner as INamedTypeSymbol ?? owner.ContainingType; type is not null; type = type.ContainingType)
        {
            if (HasTestAttribute(type))
                return true;
            foreach (var member in type.GetMembers())
            {
                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } && HasTestAttribute(member))
                    return true;
            }
        }

        return false;
    }

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

    // By name: an unresolved attribute (a scan without references) still tells.
    private static bool HasTestAttribute(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is { } name && Array.IndexOf(TestAttributes, TrimSuffix(name)) >= 0)
                return true;
        }

        return false;
    }

    private static string TrimSuffix(string name) =>
        name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;

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
