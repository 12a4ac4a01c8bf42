using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// Looks for all that the code does with one connection: back from a variable to where its connections come from, and from each
/// of these on to all variables, parameters, results and wrappers that they get into. Without an order, and for all objects of a type at
/// once. Where a connection goes out of sight, the search is over and nothing is claimed.
/// </summary>
internal sealed partial class TransferSearch
{
    // A name that is bound, or an expression that is looked at. Nothing is said of a connection that is all over the code.
    private const int MaxSteps = 3000;

    private readonly TransferContext _context;
    private readonly CancellationToken _cancellation;
    private readonly VariableUses _uses;
    private readonly SeenTransfers _seen = new();

    // What holds the connection, and what it may have come from: of the second also what is assigned matters.
    private readonly HashSet<ISymbol> _holders = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _origins = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _returns = new(SymbolEqualityComparer.Default);
    private readonly HashSet<SyntaxNode> _seenValues = new();
    private readonly HashSet<SyntaxNode> _seenUses = new();
    private readonly Stack<Work> _open = new();
    private bool _hasSocket;
    private int _steps;

    private TransferSearch(TransferContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
        _uses = new VariableUses(context, cancellation);
    }

    /// <param name="connection">A socket, a client or a stream, as it stands in the source.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static SeenTransfers Of(IOperation connection, TransferContext context, CancellationToken cancellation)
    {
        var variable = VariableUses.SymbolOf(ValueReader.Unwrap(connection));
        if (variable is not null && context.Known.TryGetValue(variable, out var known))
            return known;
        var seen = new TransferSearch(context, cancellation).Run(connection);
        return variable is null ? seen : context.Known.GetOrAdd(variable, seen);
    }

    private SeenTransfers Run(IOperation connection)
    {
        AddValue(connection);
        // An object whose initializer it is has no name yet.
        if (connection is IObjectCreationOperation)
            AddUse(connection);
        while (_open.Count > 0 && !_seen.IsDecided)
        {
            _cancellation.ThrowIfCancellationRequested();
            var work = _open.Pop();
            if (Step())
                Look(work);
        }

        if (!_hasSocket)
            _seen.Lose();
        return _seen;
    }

    private void Look(Work work)
    {
        if (work.Symbol is { } symbol)
            LookAtNames(symbol);
        else if (work.IsValue)
            LookAtValue(work.Operation!);
        else
            LookAtUse(work.Operation!);
    }

    private bool Step()
    {
        if (++_steps > MaxSteps)
            _seen.Lose();
        return !_seen.IsLost;
    }

    /// <summary>What this comes from is to be found.</summary>
    private void AddValue(IOperation value)
    {
        if (_seenValues.Add(value.Syntax))
            _open.Push(new Work(value, null, isValue: true));
    }

    /// <summary>What is done with this is to be found.</summary>
    private void AddUse(IOperation value)
    {
        if (_seenUses.Add(value.Syntax))
            _open.Push(new Work(value, null, isValue: false));
    }

    private void AddHolder(ISymbol variable)
    {
        variable = variable.OriginalDefinition;
        if (_holders.Add(variable))
            _open.Push(new Work(null, variable, isValue: false));
    }

    private void AddOrigin(ISymbol variable)
    {
        variable = variable.OriginalDefinition;
        if (!_origins.Add(variable))
            return;
        _holders.Add(variable);
        // Once more where it was a holder before: its assignments were not looked at.
        _open.Push(new Work(null, variable, isValue: false));
        AddDeclaredValue(variable);
    }

    private void LookAtNames(ISymbol variable)
    {
        var isOrigin = _origins.Contains(variable);
        foreach (var name in _uses.Candidates(variable))
        {
            if (!Step())
                return;
            if (_uses.ReferenceAt(name) is { } reference && SymbolEqualityComparer.Default.Equals(VariableUses.SymbolOf(reference), variable))
                LookAtReference(reference, isOrigin);
        }
    }

    private void LookAtReference(IOperation reference, bool isOrigin)
    {
        switch (reference.Parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == reference:
                if (isOrigin)
                    AddValue(assignment.Value);
                break;
            case ICoalesceAssignmentOperation assignment when assignment.Target == reference:
                if (isOrigin)
                    AddValue(assignment.Value);
                AddUse(reference);
                break;
            case IArgumentOperation { Parameter: { RefKind: RefKind.Out or RefKind.Ref } parameter }:
                LookAtReferenceArgument(parameter, isOrigin);
                break;
            case ITupleOperation or IDeconstructionAssignmentOperation or IDeclarationExpressionOperation { Parent: ITupleOperation }:
                _seen.Lose();
                break;
            default:
                AddUse(reference);
                break;
        }
    }

    private void LookAtReferenceArgument(IParameterSymbol parameter, bool isOrigin)
    {
        if (!_context.Compilation.Declares(parameter))
            _seen.Lose();
        else if (isOrigin)
            AddOrigin(parameter);
        else
            AddHolder(parameter);
    }

    private readonly struct Work
    {
        public Work(IOperation? operation, ISymbol? symbol, bool isValue)
        {
            Operation = operation;
            Symbol = symbol;
            IsValue = isValue;
        }

        public IOperation? Operation { get; }

        public ISymbol? Symbol { get; }

        public bool IsValue { get; }
    }
}
