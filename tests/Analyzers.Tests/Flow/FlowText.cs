using System.Globalization;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>All of an event or a summary as one text, to compare two runs.</summary>
internal static class FlowText
{
    public static string Of(FlowEvent found) => string.Join(
        " ", found.Event, found.Form, SpanOf(found.Operation), SpanOf(found.Inner), SpanOf(found.Witness), Of(found.Refs), Of(found.Before), found.IsExceptional, found.InnerFacts, found.SetFacts, found.IsOnFieldOfHelper);

    public static string Of(MethodSummary summary)
    {
        var lines = summary.Effects.Select(Of).Append($"ends {summary.EndsNormally}, async {summary.IsAsync}, opaque {summary == MethodSummary.Opaque}");
        return string.Join("\n", lines.Append("returns " + Of(summary.Returned)));
    }

    public static string Of(ResetEscape escape) => $"lets out {escape.Kinds} at {SpanOf(escape.First?.Operation)} from {SpanOf(escape.Origin)}";

    private static string Of(ExternalEffect effect) => string.Join(
        " ", Of(effect.Path), Of(effect.States), effect.Some, effect.Always, effect.AllFacts, SpanOf(effect.FailingWrite), SpanOf(effect.Bind), effect.BindEvent, effect.FactsBeforeBind, Of(effect.Assigned), Of(effect.Operations));

    private static string Of(OperationsEffect effect) => string.Join(
        " ", Enum.GetValues<PendingKind>().Select(kind => $"{SpanOf(effect.Left(kind))} {SpanOf(effect.Returned(kind))} {effect.EndsCallers(kind)}").Append(SpanOf(effect.End?.Operation)));

    private static string Of(ExternalPath path) => string.Join(".", path.Members.Select(member => member.Name).Prepend(path.Root?.Name ?? "this"));

    private static string Of(ExitValue? value) => value is null ? "nothing"
        : $"[{string.Join(", ", value.Aliases.Select(alias => $"{Of(alias.Path)} {alias.Owns} {alias.IsWriter}"))}] {(value.MayBeMade ? Of(value.Made) : "")} {value.MadeIsWriter} {value.MayBeNull} {value.MayBeUnknown}";

    private static string Of(ObjectState state) => $"{Of(state.States)} {state.Some} {state.Always} {state.Witness} {state.Operations}";

    private static string Of(StateRelation states) => string.Join(
        ",", Enumerable.Range(0, StateRelation.Rows).Select(row => ((int)states.From((ConnectionStates)(1 << row))).ToString("x", CultureInfo.InvariantCulture)));

    private static string Of(RefSet refs) => string.Join("+", Enumerable.Range(0, refs.Count).Select(i => refs[i].Bits));

    private static string SpanOf(IOperation? operation) => operation is null ? "-" : $"{operation.Syntax.SyntaxTree.FilePath}{operation.Syntax.Span}";
}
