using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// What a catch does with the exception of a reset: its type, its <c>when</c>, and whether its handler throws again. What
/// the code does not say for certain counts as handled.
/// </summary>
internal sealed class CatchFilter
{
    // A handler's blocks in blocks, a filter's parts in parts.
    private const int MaxDepth = 64;

    private readonly KnownTypes _types;

    public CatchFilter(KnownTypes types) => _types = types;

    /// <summary>The clause may take it: its type fits and its filter does not certainly say no.</summary>
    public bool Takes(ICatchClauseOperation handler, ThrownKinds kind) =>
        Accepts(handler.ExceptionType, kind) && (handler.Filter is null || Value(handler.Filter, kind) != false);

    /// <summary>The clause's type takes one of <paramref name="kinds"/>, whatever its filter says.</summary>
    public bool FitsType(ICatchClauseOperation handler, ThrownKinds kinds)
    {
        for (var kind = ThrownKinds.Socket; kind <= ThrownKinds.Other; kind = (ThrownKinds)((int)kind << 1))
        {
            if ((kinds & kind) != 0 && Accepts(handler.ExceptionType, kind))
                return true;
        }

        return false;
    }

    /// <summary>The clause is written for a socket's or a stream's failure.</summary>
    public bool IsForSockets(ICatchClauseOperation handler) =>
        _types.Of(handler.ExceptionType) is KnownType.SocketException or KnownType.IOException;

    /// <summary>What the handler certainly throws when it has caught <paramref name="kinds"/>.</summary>
    public ThrownKinds Rethrown(ICatchClauseOperation handler, ThrownKinds kinds)
    {
        var thrown = ThrownKinds.None;
        for (var kind = ThrownKinds.Socket; kind <= ThrownKinds.Other; kind = (ThrownKinds)((int)kind << 1))
        {
            if ((kinds & kind) != 0 && EndOf(handler.Handler, kind) is { } end)
                thrown |= end;
        }

        return thrown;
    }

    // The first statement that certainly ends the handler: what it throws, None for a way out without an exception, null to go on.
    private ThrownKinds? EndOf(IOperation? statement, ThrownKinds kind, int depth = 0)
    {
        switch (statement)
        {
            case not null when depth > MaxDepth:
                return ThrownKinds.None;
            case IBlockOperation block:
                foreach (var inner in block.Operations)
                {
                    if (EndOf(inner, kind, depth + 1) is { } end)
                        return end;
                }

                return null;
            case IExpressionStatementOperation { Operation: IThrowOperation expression }:
                return Thrown(expression, kind);
            case IThrowOperation thrown:
                return Thrown(thrown, kind);
            case IReturnOperation or IBranchOperation:
                return ThrownKinds.None;
            case IConditionalOperation branch:
                return EndOfBranch(branch, kind, depth + 1);
            case ILockOperation locked:
                return EndOf(locked.Body, kind, depth + 1);
            case IUsingOperation used:
                return EndOf(used.Body, kind, depth + 1);
            default:
                return null;
        }
    }

    // "else if" is a branch in the other one, as deep as the chain is long.
    private ThrownKinds? EndOfBranch(IConditionalOperation first, ThrownKinds kind, int depth)
    {
        var ends = new Stack<ThrownKinds?>();
        IOperation? rest = first;
        while (rest is IConditionalOperation branch)
        {
            var value = Value(branch.Condition, kind);
            if (value == true)
            {
                rest = branch.WhenTrue;
                break;
            }

            if (value is null)
                ends.Push(EndOf(branch.WhenTrue, kind, depth));
            rest = branch.WhenFalse;
        }

        var end = EndOf(rest, kind, depth);
        while (ends.Count > 0)
            end = EndOfEither(ends.Pop(), end);
        return end;
    }

    private static ThrownKinds? EndOfEither(ThrownKinds? whenTrue, ThrownKinds? whenFalse)
    {
        // One way out without an exception is enough: it may be the one that is taken.
        if (whenTrue == ThrownKinds.None || whenFalse == ThrownKinds.None)
            return ThrownKinds.None;
        if (whenTrue is { } one && whenFalse is { } other)
            return one | other;
        // "if (unknown) throw;": the rest of the handler is handling.
        return whenTrue is not null || whenFalse is not null ? ThrownKinds.None : null;
    }

    private ThrownKinds Thrown(IThrowOperation thrown, ThrownKinds kind)
    {
        if (thrown.Exception is null || ValueReader.Unwrap(thrown.Exception) is ILocalReferenceOperation)
            return kind;
        return _types.Of(ValueReader.Unwrap(thrown.Exception).Type) switch
        {
            KnownType.SocketException => ThrownKinds.Socket,
            KnownType.IOException => ThrownKinds.IO,
            _ => ThrownKinds.Other,
        };
    }

    private bool Accepts(ITypeSymbol? caught, ThrownKinds kind)
    {
        if (caught is null || caught.SpecialType == SpecialType.System_Object || _types.Of(caught) == KnownType.Exception)
            return true;
        switch (kind)
        {
            case ThrownKinds.Socket:
                return IsBaseOf(caught, _types[KnownType.SocketException]);
            case ThrownKinds.IO:
                return IsBaseOf(caught, _types[KnownType.IOException]);
            default:
                // A type that is not told apart: any catch may be meant for it, but for these.
                return _types.Of(caught) is not (KnownType.SocketException or KnownType.IOException)
                    && caught.Name is not ("ObjectDisposedException" or "OperationCanceledException" or "TaskCanceledException");
        }
    }

    private static bool IsBaseOf(ITypeSymbol caught, ITypeSymbol? thrown)
    {
        // What is not resolved may be anything, and so may a type parameter: its caller chooses.
        if (caught.TypeKind is TypeKind.Error or TypeKind.TypeParameter)
            return true;
        for (var type = thrown; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, caught))
                return true;
        }

        return false;
    }

    /// <summary>What a condition is for the exception of a reset while nobody cancels; null where it is not certain.</summary>
    private bool? Value(IOperation? condition, ThrownKinds kind, int depth = 0)
    {
        switch (condition)
        {
            case not null when depth > MaxDepth:
                return null;
            case { ConstantValue: { HasValue: true, Value: bool constant } }:
                return constant;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return !Value(not.Operand, kind, depth + 1);
            case IBinaryOperation binary:
                return ValueOf(binary, kind, depth + 1);
            case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }:
                return false;
            case IIsTypeOperation isType when IsCaughtException(isType.ValueOperand):
                return kind == ThrownKinds.Other ? null : Accepts(isType.TypeOperand, kind) != isType.IsNegated;
            case IIsPatternOperation pattern when IsCaughtException(pattern.Value):
                return TypeMatches(pattern.Pattern, kind, depth + 1);
            case IIsPatternOperation pattern when IsErrorCode(pattern.Value):
                return CodeMatches(pattern.Pattern, depth + 1);
            default:
                return null;
        }
    }

    private bool? ValueOf(IBinaryOperation binary, ThrownKinds kind, int depth)
    {
        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr:
                return ValueOfChain(binary, kind, depth);
            case BinaryOperatorKind.Equals when IsErrorCode(binary.LeftOperand):
                return IsCodeOfReset(ValueReader.Constant(binary.RightOperand));
            case BinaryOperatorKind.NotEquals when IsErrorCode(binary.LeftOperand):
                return !IsCodeOfReset(ValueReader.Constant(binary.RightOperand));
            default:
                return null;
        }
    }

    // "a && b && c" is a condition in a condition, as deep as it is long. What decides, decides wherever it stands.
    private bool? ValueOfChain(IBinaryOperation whole, ThrownKinds kind, int depth)
    {
        var decisive = whole.OperatorKind == BinaryOperatorKind.ConditionalOr;
        bool? result = !decisive;
        IOperation rest = whole;
        while (rest is IBinaryOperation next && next.OperatorKind == whole.OperatorKind)
        {
            result = Joined(result, Value(next.RightOperand, kind, depth), decisive);
            rest = next.LeftOperand;
        }

        return Joined(result, Value(rest, kind, depth), decisive);
    }

    private static bool? Joined(bool? a, bool? b, bool decisive) => a == decisive || b == decisive ? decisive : a is null || b is null ? null : !decisive;

    private bool? TypeMatches(IPatternOperation pattern, ThrownKinds kind, int depth)
    {
        switch (pattern)
        {
            case not null when depth > MaxDepth:
                return null;
            case INegatedPatternOperation not:
                return !TypeMatches(not.Pattern, kind, depth + 1);
            case IBinaryPatternOperation whole:
                var decisive = whole.OperatorKind == BinaryOperatorKind.Or;
                bool? result = !decisive;
                IPatternOperation rest = whole;
                for (; rest is IBinaryPatternOperation next && next.OperatorKind == whole.OperatorKind; rest = next.LeftPattern)
                    result = Joined(result, TypeMatches(next.RightPattern, kind, depth + 1), decisive);
                return Joined(result, TypeMatches(rest, kind, depth + 1), decisive);
            case IDeclarationPatternOperation { MatchedType: { } type }:
                return kind == ThrownKinds.Other ? null : Accepts(type, kind);
            case ITypePatternOperation type:
                return kind == ThrownKinds.Other ? null : Accepts(type.MatchedType, kind);
            case IRecursivePatternOperation recursive when kind != ThrownKinds.Other && !Accepts(recursive.MatchedType, kind):
                return false;
            default:
                return null;
        }
    }

    private static bool? CodeMatches(IPatternOperation pattern, int depth)
    {
        switch (pattern)
        {
            case not null when depth > MaxDepth:
                return null;
            case IConstantPatternOperation constant:
                return IsCodeOfReset(ValueReader.Constant(constant.Value));
            case INegatedPatternOperation not:
                return !CodeMatches(not.Pattern, depth + 1);
            case IBinaryPatternOperation whole:
                // One of several codes, or none of several.
                var wanted = whole.OperatorKind != BinaryOperatorKind.Or;
                IPatternOperation rest = whole;
                for (; rest is IBinaryPatternOperation next && next.OperatorKind == whole.OperatorKind; rest = next.LeftPattern)
                {
                    if (CodeMatches(next.RightPattern, depth + 1) != wanted)
                        return null;
                }

                return CodeMatches(rest, depth + 1) == wanted ? wanted : null;
            default:
                return null;
        }
    }

    // ConnectionAborted, ConnectionReset, Shutdown and, by a bug of the runtime, TimedOut: any of them may come (facts section 5).
    private static bool? IsCodeOfReset(object? code) => code is int number && number is not (10053 or 10054 or 10058 or 10060) ? false : null;

    private static bool IsErrorCode(IOperation operation) =>
        ValueReader.Unwrap(operation) is IPropertyReferenceOperation { Property.Name: "SocketErrorCode" or "ErrorCode" or "NativeErrorCode" };

    private static bool IsCaughtException(IOperation operation) =>
        ValueReader.Unwrap(operation) is ILocalReferenceOperation { Local: { } local }
        && IsDeclaredByCatch(local);

    private static bool IsDeclaredByCatch(ILocalSymbol local)
    {
        foreach (var reference in local.DeclaringSyntaxReferences)
            return reference.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.CatchDeclarationSyntax;
        return false;
    }
}
