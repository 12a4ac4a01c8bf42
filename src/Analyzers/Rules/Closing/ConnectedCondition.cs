using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// Reads a condition that asks <c>Connected</c> and nothing else but whether there is an object and whether this was done before. One that
/// also asks, say, how long the connection was idle is another decision, and gives nothing.
/// </summary>
internal struct ConnectedCondition
{
    private const int MaxDepth = 16;

    private readonly ClosingContext _context;
    private readonly CancellationToken _cancellation;
    // Both only when there is one: most conditions of a program ask something else.
    private List<Guard>? _guards;

    // Looked at last, where Connected is asked: that is rare.
    private List<ISymbol>? _flags;

    private ConnectedCondition(ClosingContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
        _guards = null;
        _flags = null;
    }

    /// <summary>The connections that are connected where <paramref name="condition"/> is <paramref name="outcome"/>, and nothing else is asked; null where there are none.</summary>
    public static List<Guard>? Read(IOperation condition, bool outcome, ClosingContext context, CancellationToken cancellation)
    {
        var reader = new ConnectedCondition(context, cancellation);
        return reader.Read(condition, outcome, MaxDepth) && reader._guards is { } guards && reader.AreDoneFlags(condition) ? guards : null;
    }

    private bool Read(IOperation condition, bool outcome, int depth)
    {
        if (depth == 0)
            return false;
        switch (ValueReader.Unwrap(condition))
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return Read(not.Operand, !outcome, depth - 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both:
                return outcome && Read(both.LeftOperand, true, depth - 1) && Read(both.RightOperand, true, depth - 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } either:
                return !outcome && Read(either.LeftOperand, false, depth - 1) && Read(either.RightOperand, false, depth - 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return ReadComparison(comparison, outcome == (comparison.OperatorKind == BinaryOperatorKind.Equals), depth);
            case ICoalesceOperation { WhenNull.ConstantValue: { HasValue: true, Value: false } } coalesce:
                return outcome && Read(coalesce.Value, true, depth - 1);
            case IConditionalAccessOperation access:
                return Read(access.WhenNotNull, outcome, depth - 1);
            case IIsPatternOperation pattern:
                return ReadPattern(pattern, outcome);
            case IPropertyReferenceOperation { Property: { Name: "Connected" } property } read when _context.Types.Of(property.ContainingType) is KnownType.Socket or KnownType.TcpClient:
                return outcome && AddGuard(read, read.Instance);
            case IPropertyReferenceOperation property:
                return ReadMember(property.Property, property, property.Instance, outcome, depth) || AddFlag(property.Property);
            case IInvocationOperation { Arguments.Length: 0 } call:
                return ReadMember(call.TargetMethod, call, call.Instance, outcome, depth);
            case ILocalReferenceOperation local:
                return ReadLocal(local, outcome, depth);
            case IFieldReferenceOperation field:
                return AddFlag(field.Field);
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { Name: "Dispose" or "DisposeAsync" } }:
                return true;
            default:
                return false;
        }
    }

    private bool ReadComparison(IBinaryOperation comparison, bool isEqual, int depth)
    {
        if (ValueReader.Constant(comparison.RightOperand) is bool constant)
            return Read(comparison.LeftOperand, isEqual == constant, depth - 1);
        // "socket != null" beside it.
        return NullTest.IsNull(comparison.RightOperand) || NullTest.IsNull(comparison.LeftOperand);
    }

    private bool ReadPattern(IIsPatternOperation pattern, bool outcome)
    {
        var inner = pattern.Pattern;
        while (inner is INegatedPatternOperation negated)
        {
            inner = negated.Pattern;
            outcome = !outcome;
        }

        if (inner is IConstantPatternOperation { Value: var constant })
            return NullTest.IsNull(constant);
        if (inner is not IRecursivePatternOperation recursive)
            return inner is IDeclarationPatternOperation;
        foreach (var property in recursive.PropertySubpatterns)
        {
            if (!outcome || property.Member is not IPropertyReferenceOperation { Property: { Name: "Connected" } member } || _context.Types.Of(member.ContainingType) is not (KnownType.Socket or KnownType.TcpClient)
                || property.Pattern is not IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: true } } || !AddGuard(property.Member, pattern.Value))
                return false;
        }

        return recursive.DeconstructionSubpatterns.Length == 0;
    }

    // "bool IsOpen => _socket != null && _socket.Connected;"
    private bool ReadMember(ISymbol member, IOperation read, IOperation? instance, bool outcome, int depth)
    {
        if (!outcome || !_context.MentionsConnected(member, _cancellation) || PlaceReader.ReturnedBy(member, _context.Compilation, _cancellation) is not { } returned)
            return false;
        var owner = instance is null ? ConnectionPlace.This : _context.Places(_cancellation).Of(instance);
        var inside = new ConnectedCondition(_context, _cancellation);
        if (owner is null || !inside.Read(returned, true, depth - 1) || !inside.AreDoneFlags(read))
            return false;
        for (var i = 0; i < inside._guards?.Count; i++)
        {
            var guard = inside._guards[i];
            if ((guard.Place.IsStatic ? guard.Place : guard.Place.Rebased(ConnectionPlace.This, owner)) is { } place)
                Add(new Guard(read, place));
        }

        return true;
    }

    // "var wasConnected = socket.Connected;"
    private bool ReadLocal(ILocalReferenceOperation local, bool outcome, int depth) =>
        local.Local.DeclaringSyntaxReferences is { Length: 1 } references && references[0].GetSyntax(_cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value } && ClosingContext.NamesConnected(value)
        && new ValueOrigin(_context.Compilation, _cancellation).Resolve(local) is { } origin && !ReferenceEquals(origin, local) && Read(origin, outcome, depth - 1);

    private bool AddFlag(ISymbol flag)
    {
        if (flag is not (IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean } or IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean, SetMethod: not null }))
            return false;
        (_flags ??= new List<ISymbol>()).Add(flag);
        return true;
    }

    // "!_disposed": flags that the same member sets.
    private bool AreDoneFlags(IOperation condition)
    {
        if (_flags is null)
            return true;
        var root = condition.Root();
        foreach (var flag in _flags)
        {
            if (!AssignedNames.Contain(root.Syntax, flag.Name))
                return false;
        }

        return true;
    }

    private bool AddGuard(IOperation read, IOperation? connection)
    {
        if (_context.Places(_cancellation).Of(connection) is not { } place)
            return false;
        Add(new Guard(read, place));
        return true;
    }

    private void Add(Guard guard) => (_guards ??= new List<Guard>()).Add(guard);

    /// <summary>Where it is asked, and of which connection.</summary>
    internal readonly struct Guard
    {
        public Guard(IOperation read, ConnectionPlace place)
        {
            Read = read;
            Place = place;
        }

        public IOperation Read { get; }

        public ConnectionPlace Place { get; }
    }
}
