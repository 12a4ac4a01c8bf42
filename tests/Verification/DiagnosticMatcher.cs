using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Verification;

/// <summary>How the reported diagnostics compare with the expected ones.</summary>
internal sealed record DiagnosticMatch(
    ImmutableArray<Diagnostic> Right,
    ImmutableArray<(DiagnosticResult Expected, Diagnostic Actual, string Difference)> Wrong,
    ImmutableArray<DiagnosticResult> Missing,
    ImmutableArray<Diagnostic> Unexpected,
    ImmutableArray<Diagnostic> Duplicates)
{
    public bool IsExact => Wrong.IsEmpty && Missing.IsEmpty && Unexpected.IsEmpty && Duplicates.IsEmpty;
}

internal static class DiagnosticMatcher
{
    public static DiagnosticMatch Match(ImmutableArray<DiagnosticResult> expected, ImmutableArray<Diagnostic> actual)
    {
        // What says most is placed first, so that a bare expectation does not take the diagnostic that a precise one needs.
        var open = expected.OrderByDescending(Precision).ToList();
        var reported = actual.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start).ToList();
        var right = ImmutableArray.CreateBuilder<Diagnostic>();
        Pair(open, reported, (e, a) => DifferenceOf(e, a) is null, (_, a) => right.Add(a));

        // What is left and alike is named as one mistake, not as two.
        var wrong = ImmutableArray.CreateBuilder<(DiagnosticResult, Diagnostic, string)>();
        void AddWrong(DiagnosticResult e, Diagnostic a) => wrong.Add((e, a, DifferenceOf(e, a)!));
        Pair(open, reported, (e, a) => e.Id == a.Id && HasPlace(e, a), AddWrong);
        Pair(open, reported, (e, a) => e.Id == a.Id, AddWrong);

        return new DiagnosticMatch(right.ToImmutable(), wrong.ToImmutable(), [.. open], [.. reported], DuplicatesIn(actual));
    }

    /// <summary>Null when <paramref name="actual"/> is what <paramref name="expected"/> says, else the first difference in words.</summary>
    private static string? DifferenceOf(DiagnosticResult expected, Diagnostic actual)
    {
        if (expected.Id != actual.Id)
            return $"the id is {actual.Id}, expected {expected.Id}";
        if (!HasPlace(expected, actual))
            return $"the place is {PlaceOf(actual.Location)}, expected {PlaceOf(expected)}";
        if (!expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) && expected.Severity != actual.Severity)
            return $"the severity is {actual.Severity}, expected {expected.Severity}";
        if (expected.Message is { } message && message != actual.GetMessage())
            return $"the message is\n      \"{actual.GetMessage()}\", expected\n      \"{message}\"";
        return expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations) ? null : DifferenceOfAdditionalLocations(expected, actual);
    }

    private static string? DifferenceOfAdditionalLocations(DiagnosticResult expected, Diagnostic actual)
    {
        var wanted = expected.Locations.Skip(1).ToArray();
        var found = actual.AdditionalLocations;
        var same = wanted.Length == found.Count && wanted.Zip(found).All(pair => pair.First.Matches(pair.Second.GetLineSpan()));
        return same
            ? null
            : $"the additional locations are {ListOf(found.Select(PlaceOf))}, expected {ListOf(wanted.Select(place => place.ToString()))}";
    }

    public static string PlaceOf(Location location)
    {
        if (location.Kind == LocationKind.None)
            return "no location";
        var span = location.GetLineSpan();
        return new ExpectedLocation { Path = span.Path, Start = span.StartLinePosition, End = span.EndLinePosition }.ToString();
    }

    public static string PlaceOf(DiagnosticResult expected) => expected.Locations.IsEmpty ? "no location" : expected.Locations[0].ToString();

    private static bool HasPlace(DiagnosticResult expected, Diagnostic actual) =>
        expected.Locations.IsEmpty ? actual.Location.Kind == LocationKind.None : expected.Locations[0].Matches(actual.Location.GetLineSpan());

    private static int Precision(DiagnosticResult expected) => (expected.Message is null ? 0 : 2) + (expected.Options == DiagnosticOptions.None ? 1 : 0);

    private static ImmutableArray<Diagnostic> DuplicatesIn(ImmutableArray<Diagnostic> actual) =>
        [.. actual.GroupBy(diagnostic => (diagnostic.Id, diagnostic.Location, diagnostic.GetMessage())).Where(group => group.Count() > 1).Select(group => group.First())];

    private static string ListOf(IEnumerable<string> items)
    {
        var text = string.Join(", ", items);
        return text.Length == 0 ? "none" : text;
    }

    private static void Pair(
        List<DiagnosticResult> expected, List<Diagnostic> actual, Func<DiagnosticResult, Diagnostic, bool> isPair, Action<DiagnosticResult, Diagnostic> found)
    {
        foreach (var e in expected.ToArray())
        {
            var index = actual.FindIndex(a => isPair(e, a));
            if (index < 0)
                continue;
            found(e, actual[index]);
            actual.RemoveAt(index);
            expected.Remove(e);
        }
    }
}
