using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Runs the engine on marked code and compares what it knows at each mark with what the mark says.</summary>
internal sealed class StateMarks
{
    private readonly Dictionary<(int Mark, bool IsExceptional), Dictionary<string, StateAtMark>> _reached = [];
    private readonly IReadOnlyList<StateMark> _marks;

    private StateMarks(IReadOnlyList<StateMark> marks) => _marks = marks;

    /// <summary>Checks the marks in the statements of a method <c>void M(Socket p, TcpClient c)</c>.</summary>
    public static void VerifyBody(string statements) => VerifyMembers($"static void M(Socket p, TcpClient c) {{\n{statements}\n}}");

    /// <summary>The same in <c>async Task M(Socket p, TcpClient c)</c>.</summary>
    public static void VerifyAsyncBody(string statements) => VerifyMembers($"static async Task M(Socket p, TcpClient c) {{\n{statements}\n}}");

    /// <summary>Checks the marks in members of a sealed class <c>C</c>.</summary>
    public static void VerifyMembers(string members) => Verify($"sealed class C {{\n{members}\n}}");

    /// <summary>Checks the marks of a whole file.</summary>
    public static void Verify(string source, FlowContext.OwnershipPredicate? takesOwnership = null)
    {
        var (code, marks) = StateMark.Extract(source);
        var compilation = FlowCompilation.Compile(code, StateMark.Declaration);
        var context = FlowCompilation.CreateContext(compilation, takesOwnership);
        var run = new StateMarks(marks);
        // What is analysed for a summary knows less of its entry; the marks speak of the walk for the diagnostics.
        context.BodyAnalysed = body =>
        {
            if (body.Scope is null)
                body.Replay((node, operation, state) => run.Look(body, node, operation, state));
        };
        foreach (var (method, syntax) in FlowCompilation.MethodsOf(compilation))
        {
            if (syntax.ToString().Contains(StateMark.DeclaringType + ".At(", StringComparison.Ordinal))
                FlowCompilation.Analyse(context, method);
        }

        if (context.Counters.OverBudget > 0)
            throw new VerificationException("The budget ran out.");
        run.Compare();
    }

    private void Look(BodyAnalysis body, FlowNode node, IOperation operation, FlowState state)
    {
        if (operation is not IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { Name: "At", ContainingType.Name: StateMark.DeclaringType } } call })
            return;
        var mark = _marks[(int)call.Arguments[0].Value.ConstantValue.Value!];
        if (!_reached.TryGetValue((mark.Number, node.IsExceptional), out var states))
            _reached[(mark.Number, node.IsExceptional)] = states = mark.Expressions.ToDictionary(expression => expression, _ => new StateAtMark());
        var values = ((IArrayCreationOperation)call.Arguments[1].Value).Initializer!.ElementValues;
        for (var i = 0; i < values.Length; i++)
            states[mark.Expressions[i]].Join(body.RefsOf(values[i], state), state, body.Started);
    }

    private void Compare()
    {
        var failures = _marks.SelectMany(FailuresOf).ToArray();
        if (failures.Length > 0)
            throw new VerificationException(string.Join("\n", failures));
    }

    private IEnumerable<string> FailuresOf(StateMark mark)
    {
        // As the events do it: an exceptional way counts only where there is no normal one.
        _reached.TryGetValue((mark.Number, true), out var exceptional);
        _reached.TryGetValue((mark.Number, false), out var normal);
        var states = mark.IsExceptional ? exceptional : normal ?? exceptional;
        var where = $"Line {mark.Line}, '{mark.Text}'";
        if (states is null)
        {
            if (!mark.IsUnreachable)
                yield return $"{where}: no way leads here.";
            yield break;
        }

        if (mark.IsUnreachable)
            yield return $"{where}: a way leads here.";
        foreach (var claim in mark.Claims)
        {
            foreach (var term in claim.Terms)
            {
                if (!states[claim.Variable].Holds(term, other => states[other]))
                    yield return $"{where}: '{term}' does not hold of {claim.Variable} = {states[claim.Variable]}";
            }
        }
    }
}
