using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Verification;

/// <summary>Brings a test's two ways of saying what it expects, markup and results, into one list with positions.</summary>
internal static class ExpectedDiagnosticsReader
{
    public static ImmutableArray<DiagnosticResult> Read(TestState state, ImmutableArray<DiagnosticDescriptor> descriptors, bool useFirstDescriptor)
    {
        var places = new Dictionary<int, ExpectedLocation>();
        var expected = ImmutableArray.CreateBuilder<DiagnosticResult>();
        foreach (var project in state.Projects)
        {
            foreach (var (name, content) in project.Sources.Concat(project.AdditionalFiles))
                ReadMarkup(project.PathOf(name), content, places, expected, () => DefaultId(descriptors, useFirstDescriptor));
        }

        foreach (var result in state.ExplicitDiagnostics)
            expected.Add(Resolve(result, state, places, descriptors));
        return expected.ToImmutable();
    }

    private static void ReadMarkup(
        string path, string content, Dictionary<int, ExpectedLocation> places, ImmutableArray<DiagnosticResult>.Builder expected, Func<string> defaultId)
    {
        var (code, spans) = Markup.Parse(content);
        var lines = SourceText.From(code).Lines;
        foreach (var (id, key, span) in spans)
        {
            var positions = lines.GetLinePositionSpan(span);
            var location = new ExpectedLocation { Path = path, Start = positions.Start, End = positions.End };
            if (key is { } number)
            {
                if (!places.TryAdd(number, location))
                    throw new VerificationException($"The markup key #{number} is used twice.");
                continue;
            }

            // Markup says where, and nothing about severity or witnesses.
            expected.Add(new DiagnosticResult(id ?? defaultId(), DiagnosticSeverity.Warning)
                .WithOptions(DiagnosticOptions.IgnoreSeverity | DiagnosticOptions.IgnoreAdditionalLocations)
                .WithLocations([location]));
        }
    }

    private static DiagnosticResult Resolve(
        DiagnosticResult result, TestState state, Dictionary<int, ExpectedLocation> places, ImmutableArray<DiagnosticDescriptor> descriptors)
    {
        var locations = result.Locations.Select(location =>
        {
            if (location.MarkupKey is not { } key)
                return location.Path is null ? location with { Path = state.PathOf(state.Sources[0].FileName) } : location with { Path = state.PathOf(location.Path) };
            return places.TryGetValue(key, out var place)
                ? place
                : throw new VerificationException($"The expected {result.Id} names the place #{key}, but no {{|#{key}:...|}} is in the sources.");
        });

        var format = descriptors.FirstOrDefault(descriptor => descriptor.Id == result.Id)?.MessageFormat.ToString();
        return result.WithLocations([.. locations]).WithMessageFormatIfMissing(format);
    }

    private static string DefaultId(ImmutableArray<DiagnosticDescriptor> descriptors, bool useFirstDescriptor)
    {
        var ids = descriptors.Select(descriptor => descriptor.Id).Distinct().ToArray();
        if (ids.Length == 1 || (useFirstDescriptor && ids.Length > 0))
            return ids[0];
        throw new VerificationException($"[|...|] is ambiguous: the analyzers report {string.Join(", ", ids)}. Write {{|{ids.FirstOrDefault() ?? "ID"}:...|}}.");
    }
}
