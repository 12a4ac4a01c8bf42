using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>Where things stand around a receive.</summary>
internal static class ReceivePlaces
{
    // Read once for all receives of a function.
    private static readonly ConditionalWeakTable<IOperation, Dictionary<ISymbol, List<IOperation>>> s_references = new();

    /// <summary>All references to a variable in <paramref name="scope"/>, in the order of the source.</summary>
    public static IReadOnlyList<IOperation> ReferencesTo(ISymbol variable, IOperation scope) =>
        s_references.GetValue(scope, ReadReferences).TryGetValue(variable, out var found) ? found : Array.Empty<IOperation>();

    private static Dictionary<ISymbol, List<IOperation>> ReadReferences(IOperation scope)
    {
        var all = new Dictionary<ISymbol, List<IOperation>>(SymbolEqualityComparer.Default);
        foreach (var operation in MethodBodies.Walk(scope))
        {
            if (VariableUses.SymbolOf(operation) is not { } variable)
                continue;
            if (!all.TryGetValue(variable, out var references))
                all[variable] = references = new List<IOperation>();
            references.Add(operation);
        }

        foreach (var references in all.Values)
            references.Sort(static (a, b) => a.Syntax.SpanStart.CompareTo(b.Syntax.SpanStart));
        return all;
    }

    /// <summary>The innermost loop of the same function.</summary>
    public static ILoopOperation? LoopAround(IOperation operation, IOperation scope)
    {
        for (var around = operation.Parent; around is not null && !ReferenceEquals(around, scope); around = around.Parent)
        {
            if (around is ILoopOperation loop)
                return loop;
        }

        return null;
    }

    /// <summary>One stands in one branch of a choice and the other in another, or a return stands between them: never both run.</summary>
    public static bool AreExclusive(IOperation first, IOperation second)
    {
        for (IOperation inner = first, around = first.Parent!; around is not null; inner = around, around = around.Parent!)
        {
            if (!around.Syntax.Span.Contains(second.Syntax.Span))
            {
                if (around is IBlockOperation block && ReturnsAfter(block, inner))
                    return true;
                continue;
            }

            return around switch
            {
                IConditionalOperation choice => !ReferenceEquals(choice.Condition, inner) && !choice.Condition.Syntax.Span.Contains(second.Syntax.Span) && !inner.Syntax.Span.Contains(second.Syntax.Span),
                ISwitchOperation choice => !ReferenceEquals(choice.Value, inner) && !inner.Syntax.Span.Contains(second.Syntax.Span),
                ITryOperation attempt => ReferenceEquals(attempt.Body, inner) && !(attempt.Finally?.Syntax.Span.Contains(second.Syntax.Span) ?? false),
                _ => false,
            };
        }

        return false;
    }

    private static bool ReturnsAfter(IBlockOperation block, IOperation statement)
    {
        foreach (var other in block.Operations)
        {
            if (other is IReturnOperation && other.Syntax.SpanStart > statement.Syntax.SpanStart)
                return true;
        }

        return false;
    }

    /// <summary>It is given a value here.</summary>
    public static bool IsTarget(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => ReferenceEquals(assignment.Target, reference),
        IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } => true,
        IIncrementOrDecrementOperation => true,
        _ => false,
    };

    /// <summary>Somewhere in it the program asks how many bytes are there already; with 0 it only asks whether.</summary>
    public static bool AsksWhatIsThere(IOperation scope)
    {
        foreach (var operation in MethodBodies.Walk(scope))
        {
            if (operation is IPropertyReferenceOperation { Property: { Name: "Available" } property } asked && property.RootNamespace() == "System" && !IsComparedWithZero(asked))
                return true;
        }

        return false;
    }

    /// <summary>The size of the buffer is compared somewhere.</summary>
    public static bool AsksForLength(ISymbol buffer, IOperation scope)
    {
        foreach (var reference in ReferencesTo(buffer, scope))
        {
            if (reference.Parent is IPropertyReferenceOperation { Property.Name: "Length" or "LongLength", Parent: IBinaryOperation })
                return true;
        }

        return false;
    }

    /// <summary>Somewhere in the same type what has come is looked at before it is taken: it may have been counted there.</summary>
    public static bool IsPeekedAt(IOperation call, TransferContext context, System.Threading.CancellationToken cancellation)
    {
        var type = call.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        foreach (var name in context.Index.Of("Peek", cancellation))
        {
            if (name.SyntaxTree == type?.SyntaxTree && type.Span.Contains(name.Span) && name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "SocketFlags" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SocketFlags" } })
                return true;
        }

        return false;
    }

    /// <summary>A condition that holds while something is there.</summary>
    public static bool AsksWhetherSomethingIsThere(IOperation? condition)
    {
        if (condition is null)
            return false;
        foreach (var operation in MethodBodies.Walk(condition))
        {
            if (operation is IPropertyReferenceOperation { Property: { Name: "Available" or "DataAvailable" } property } && property.RootNamespace() == "System")
                return true;
        }

        return false;
    }

    private static bool IsComparedWithZero(IOperation value) => value.Parent is IBinaryOperation comparison
        && (ValueReader.Constant(comparison.LeftOperand) is 0 || ValueReader.Constant(comparison.RightOperand) is 0);
}
