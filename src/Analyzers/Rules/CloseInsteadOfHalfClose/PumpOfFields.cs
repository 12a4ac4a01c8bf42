using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// A pump that is given what its object keeps, and whose end disposes the object: <c>Start() { Copy(_a, _b); Copy(_b, _a); }</c>, and in
/// <c>Copy</c> <c>finally { Dispose(); }</c>.
/// </summary>
internal static class PumpOfFields
{
    public static (int A, int B, RelayCut Cut)? Find(RuleContext context, FlowEvent end, BodyAnalysis function)
    {
        if (!EndsField(end, function))
            return null;
        foreach (var copy in context.Body.Events)
        {
            context.Step();
            if (copy.Event != SocketEvent.Relay || (copy.Body ?? context.Body) != function || copy.Operation.Syntax == end.Operation.Syntax)
                continue;
            var (a, b) = (copy.Sources[0].ObjectId, copy.Refs[0].ObjectId);
            if (a <= TrackedObject.UnknownId || b <= TrackedObject.UnknownId || !HasEnded(end, a) || context.Connections.AreOne(function, a, function, b) || context.Events.Relays.IsHalfClosed(function, b))
                continue;
            var (cut, call) = SwappedCalls.Find(context, function, a, b, RelayLegs.CutOf(context, function, a, b));
            if (cut != RelayCut.None && EndsArgument(end, function, call!) && !EndGuards.WaitsForTheOther(context.Flow, end.Operation.Syntax, copy.Operation.Syntax, context.Cancellation))
                return (a, b, cut);
        }

        return null;
    }

    private static bool EndsField(FlowEvent end, BodyAnalysis function)
    {
        for (var i = 0; i < end.Refs.Count; i++)
        {
            if (end.Refs[i].ObjectId > TrackedObject.UnknownId && function.Places.FieldsHolding(end.Refs[i].ObjectId).Count > 0)
                return true;
        }

        return false;
    }

    private static bool HasEnded(FlowEvent end, int id)
    {
        for (var i = 0; i < end.Ended.Count; i++)
        {
            if (end.Ended[i].ObjectId == id)
                return true;
        }

        return false;
    }

    // "Copy(_a, _b)" of the object itself: the fields have their own names in the call.
    private static bool EndsArgument(FlowEvent end, BodyAnalysis function, InvocationExpressionSyntax call)
    {
        for (var i = 0; i < end.Refs.Count; i++)
        {
            if (end.Refs[i].ObjectId <= TrackedObject.UnknownId)
                continue;
            foreach (var field in function.Places.FieldsHolding(end.Refs[i].ObjectId))
            {
                foreach (var argument in call.ArgumentList.Arguments)
                {
                    if (argument.Expression.LastName() == field.Name)
                        return true;
                }
            }
        }

        return false;
    }
}
