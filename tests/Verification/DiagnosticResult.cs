using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Verification;

/// <summary>What an expected diagnostic leaves unchecked.</summary>
[Flags]
public enum DiagnosticOptions
{
    None = 0,
    IgnoreAdditionalLocations = 1,
    IgnoreSeverity = 2,
}

/// <summary>
/// A diagnostic that a test expects: the names are those of Microsoft.CodeAnalysis.Testing. The first location is the
/// diagnostic's own, the others are its additional locations, all of which must be named.
/// </summary>
public sealed record DiagnosticResult
{
    public DiagnosticResult(string id, DiagnosticSeverity severity)
    {
        Id = id;
        Severity = severity;
    }

    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this(descriptor.Id, descriptor.DefaultSeverity) => MessageFormat = descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture);

    public string Id { get; }

    public DiagnosticSeverity Severity { get; private init; }

    public DiagnosticOptions Options { get; private init; }

    internal string? MessageFormat { get; private init; }

    internal object[]? MessageArguments { get; private init; }

    internal ImmutableArray<ExpectedLocation> Locations { get; private init; } = [];

    private string? ExactMessage { get; init; }

    /// <summary>The text that the diagnostic must have, or null when the test does not say.</summary>
    public string? Message =>
        ExactMessage ?? (MessageFormat is null || MessageArguments is null ? null : string.Format(CultureInfo.InvariantCulture, MessageFormat, MessageArguments));

    public static DiagnosticResult CompilerError(string id) => new(id, DiagnosticSeverity.Error);

    public static DiagnosticResult CompilerWarning(string id) => new(id, DiagnosticSeverity.Warning);

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    public DiagnosticResult WithArguments(params object[] arguments) => this with { MessageArguments = arguments };

    public DiagnosticResult WithMessage(string message) => this with { ExactMessage = message };

    public DiagnosticResult WithMessageFormat(string messageFormat) => this with { MessageFormat = messageFormat };

    public DiagnosticResult WithOptions(DiagnosticOptions options) => this with { Options = options };

    /// <summary>The span marked <c>{|#key:...|}</c> in the source.</summary>
    public DiagnosticResult WithLocation(int markupKey) => With(new ExpectedLocation { MarkupKey = markupKey });

    /// <summary>A start only, one-based, in the first source file.</summary>
    public DiagnosticResult WithLocation(int line, int column) => WithLocation(null, line, column);

    public DiagnosticResult WithLocation(string? path, int line, int column) =>
        With(new ExpectedLocation { Path = path, Start = new LinePosition(line - 1, column - 1) });

    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan(null, startLine, startColumn, endLine, endColumn);

    public DiagnosticResult WithSpan(string? path, int startLine, int startColumn, int endLine, int endColumn) =>
        With(new ExpectedLocation
        {
            Path = path,
            Start = new LinePosition(startLine - 1, startColumn - 1),
            End = new LinePosition(endLine - 1, endColumn - 1),
        });

    /// <summary>The next additional location, marked <c>{|#key:...|}</c>: the same as a further <see cref="WithLocation(int)"/>, but it reads as what it is.</summary>
    public DiagnosticResult WithAdditionalLocation(int markupKey)
    {
        if (Locations.IsEmpty)
            throw new InvalidOperationException("WithAdditionalLocation comes after WithLocation: the first location is the diagnostic's own.");
        return WithLocation(markupKey);
    }

    internal DiagnosticResult WithMessageFormatIfMissing(string? messageFormat) =>
        MessageFormat is null ? this with { MessageFormat = messageFormat } : this;

    internal DiagnosticResult WithLocations(ImmutableArray<ExpectedLocation> locations) => this with { Locations = locations };

    private DiagnosticResult With(ExpectedLocation location) => this with { Locations = Locations.Add(location) };
}

/// <summary>A place that a test names by position, or by markup key until the markup is read.</summary>
internal sealed record ExpectedLocation
{
    public int? MarkupKey { get; init; }

    /// <summary>Null: the first source file.</summary>
    public string? Path { get; init; }

    public LinePosition Start { get; init; }

    /// <summary>Null: the test does not say where the span ends.</summary>
    public LinePosition? End { get; init; }

    public bool Matches(FileLinePositionSpan actual) =>
        actual.Path == Path && actual.StartLinePosition == Start && (End is null || actual.EndLinePosition == End);

    public override string ToString() =>
        $"{Path}({Start.Line + 1},{Start.Character + 1})" + (End is { } end ? $"-({end.Line + 1},{end.Character + 1})" : "");
}
