using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>The receive, or the call of a helper that receives, from which a walk starts and to which it may come back.</summary>
internal sealed class ReceiveStart
{
    private readonly IInvocationOperation? _call;
    private readonly IInvocationOperation? _receive;
    private readonly EndState? _exit;

    /// <param name="call">The call.</param>
    /// <param name="value">What it gives at the end.</param>
    /// <param name="connection">The variable that leads to the connection.</param>
    /// <param name="isInLoop">Whether a loop of its own function is around it.</param>
    /// <param name="callback">The function that the receive completes, where another receive can be posted with it.</param>
    /// <param name="receive">The receive that the call makes.</param>
    /// <param name="exit">Of a helper, how it ends then.</param>
    public ReceiveStart(IInvocationOperation call, EndValue value, ISymbol connection, bool isInLoop, IOperation? callback, IInvocationOperation receive, EndState? exit = null)
    {
        _call = call;
        Value = value;
        Connection = connection;
        _receive = receive;
        _exit = exit;
        IsInLoop = isInLoop;
        Callback = callback;
    }

    private ReceiveStart(IParameterSymbol eventArgs, IOperation function)
    {
        Connection = eventArgs;
        Callback = function;
    }

    /// <summary>The function that a receive with <c>SocketAsyncEventArgs</c> completes, from its beginning.</summary>
    public static ReceiveStart OfEventArgs(IParameterSymbol eventArgs, IOperation function) => new(eventArgs, function);

    public bool IsFunction => _call is null;

    /// <summary>Not of a function.</summary>
    public IInvocationOperation Call => _call!;

    public IInvocationOperation Receive => _receive!;

    public ISymbol Connection { get; }

    public EndValue Value { get; }

    public bool IsInLoop { get; }

    public IOperation? Callback { get; }

    /// <summary>It is the call of a helper.</summary>
    public bool IsHelper => _exit is not null;

    /// <summary>The loop that the walk stays in; null for the whole function.</summary>
    public SyntaxNode? Scope { get; set; }

    /// <summary>The same for a search that leaves the loop.</summary>
    public ReceiveStart WithoutLoop() => new(Call, Value, Connection, isInLoop: false, Callback, Receive, _exit);

    /// <summary>While the helper is run as a whole.</summary>
    public bool IsAgain { get; set; }

    public bool IsReceive(IOperation call) => call.Syntax == _receive?.Syntax;

    public bool Is(IOperation call) => _call is not null && call.Syntax == _call.Syntax && call.Kind == _call.Kind;

    /// <summary>By where the code stands.</summary>
    public bool MayBeIn(BasicBlock block) =>
        (block.BranchValue is { } value && MayBeIn(value)) || (!block.Operations.IsEmpty && block.Operations[block.Operations.Length - 1].Syntax.Span.End >= _call!.Syntax.Span.End && block.Operations[0].Syntax.SpanStart <= _call.Syntax.SpanStart);

    private bool MayBeIn(IOperation operation) => operation.Syntax.Span.Contains(_call!.Syntax.Span);

    public bool IsIn(IOperation operation)
    {
        if (!MayBeIn(operation))
            return false;
        foreach (var inner in MethodBodies.Walk(operation))
        {
            if (Is(inner))
                return true;
        }

        return false;
    }

    /// <summary>What it puts into an <c>out</c> or <c>ref</c> argument.</summary>
    public EndValue OfReference(IParameterSymbol parameter)
    {
        // "out SocketError": success.
        if (_exit is null)
            return parameter.Type.TypeKind == TypeKind.Enum ? EndValue.Number(0).Received() : EndValue.Tainted;
        return _exit[Callee.ParameterOf(Call.TargetMethod, parameter)];
    }

    /// <summary>What holds before the first round.</summary>
    public EndState EntryState()
    {
        var state = _exit is null ? new EndState() : _exit.Entering();
        PutConnection(state);
        return state;
    }

    public void PutConnection(EndState state) => state[Connection] = IsFunction ? EndValue.EventArgs : EndValue.Connection;

    /// <summary>Not where the variable has been given another connection meanwhile.</summary>
    public bool IsSameConnection(EndState state) => state[Connection].Kind is EndKind.Connection or EndKind.EventArgs;

    /// <summary>Whether <c>BeginReceive</c> or <c>BeginRead</c> is given the function in which the receive stands.</summary>
    public bool IsPostedBy(IInvocationOperation begin)
    {
        if (Callback is null || IsFunction)
            return false;
        foreach (var argument in begin.Arguments)
        {
            if (argument.Value.Type?.TypeKind == TypeKind.Delegate && IsCallback(ValueReader.Unwrap(argument.Value)))
                return true;
        }

        return false;
    }

    // "OnReceive", "new AsyncCallback(OnReceive)", or the lambda itself.
    private bool IsCallback(IOperation value) => value switch
    {
        IDelegateCreationOperation creation => IsCallback(creation.Target),
        IMethodReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, Receive.EnclosingMethod(CancellationToken.None)),
        _ => value.Syntax == Callback!.Syntax,
    };
}
