using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK030: the peer has closed its side, and the code receives again.</summary>
internal static class EndNotHandled
{
    public const string Id = "SOCK030";

    /// <summary>The property that names the sign where the receive's own loop is the one that goes on.</summary>
    public const string SignProperty = "Sign";

    private const string OfConnection = "once the peer has closed its side";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "The end of the stream is not handled",
        "'{0}' {1} {2}, and nothing here stops receiving then: every further receive gives the same at once",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A receive that gives 0 bytes (-1, null, or a completed result) is how TCP tells that the peer has closed its side. It comes back at once, and so does every receive after it: a loop that does not leave there never ends, takes a whole processor, and keeps the connection open. Leave the loop at the end, and close the connection.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    public static Diagnostic Create(EndFinding finding)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (finding.IsOwnLoop && SignOf(finding.Sign) is { } sign)
            properties = properties.Add(SignProperty, sign);
        var more = finding.Other is { } other ? new[] { other.Syntax.GetLocation() } : null;
        return Diagnostic.Create(Descriptor, finding.Culprit.Syntax.GetLocation(), more, properties, finding.Culprit.TargetMethod.Name, TextOf(finding.Sign), finding.IsAnyStream ? "at the end of the stream" : OfConnection);
    }

    /// <param name="count"><c>BytesTransferred</c>.</param>
    public static Diagnostic Create(IPropertyReferenceOperation count) =>
        Diagnostic.Create(Descriptor, count.Syntax.GetLocation(), count.Property.Name, "is 0", OfConnection);

    // As it is written in code.
    private static string? SignOf(EndValue sign) => sign.Kind switch
    {
        EndKind.Number => sign.Value.ToString(CultureInfo.InvariantCulture),
        EndKind.Null => "null",
        _ => null,
    };

    // A helper may give anything.
    private static string TextOf(EndValue sign) => sign.Kind switch
    {
        EndKind.Number or EndKind.Null => "gives " + SignOf(sign),
        EndKind.Bool => sign.IsTrue ? "gives true" : "gives false",
        EndKind.Empty => "gives nothing",
        EndKind.ReadResult => "gives a result with IsCompleted",
        _ => "comes back without data",
    };
}
