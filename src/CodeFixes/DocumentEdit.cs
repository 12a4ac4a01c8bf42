using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes;

/// <summary>
/// Mends some diagnostics of one document, one after the other in source order. Their nodes are marked first and each
/// rewrite sees the code that the ones before it left, so nested and adjacent places do not overwrite each other.
/// </summary>
internal static class DocumentEdit
{
    private const string PlaceKind = "SocketAnalyzers.Place";
    private const string WitnessKind = "SocketAnalyzers.Witness";

    /// <summary>The mended document, or null when nothing was to be changed.</summary>
    public static async Task<Document?> ApplyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, FixAction action, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            return null;
        var ordered = diagnostics.Sort(static (a, b) => a.Location.SourceSpan.Start.CompareTo(b.Location.SourceSpan.Start));
        var current = document.WithSyntaxRoot(Mark(root, ordered));
        var callsLibrary = await RuntimeLibrary.IsCalledAsync(document, cancellation).ConfigureAwait(false);
        var changed = false;
        for (var i = 0; i < ordered.Length; i++)
        {
            if (await RewriteAsync(current, ordered[i], i, action, callsLibrary, cancellation).ConfigureAwait(false) is not { } mended)
                continue;
            current = current.WithSyntaxRoot(mended);
            changed = true;
        }

        if (!changed)
            return null;
        var text = await NewCode.FinishAsync(current, cancellation).ConfigureAwait(false);
        var before = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return text.ContentEquals(before) ? null : document.WithText(text);
    }

    private static async Task<SyntaxNode?> RewriteAsync(Document document, Diagnostic diagnostic, int number, FixAction action, bool? callsLibrary, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        // A place may be gone because mending another one took it away.
        if (root is null || model is null || Marked(root, PlaceKind, number).FirstOrDefault() is not { } place)
            return null;
        var witnesses = Marked(root, WitnessKind, number).ToList();
        return action.Rewrite(new FixSite(root, model, place, witnesses, diagnostic.Properties, callsLibrary, cancellation));
    }

    private static SyntaxNode Mark(SyntaxNode root, ImmutableArray<Diagnostic> diagnostics)
    {
        var marks = new Dictionary<SyntaxNode, List<SyntaxAnnotation>>();
        for (var i = 0; i < diagnostics.Length; i++)
        {
            Add(diagnostics[i].Location, PlaceKind, i);
            foreach (var witness in diagnostics[i].AdditionalLocations)
                Add(witness, WitnessKind, i);
        }

        return root.ReplaceNodes(marks.Keys, (old, current) => current.WithAdditionalAnnotations(marks[old]));

        void Add(Location location, string kind, int number)
        {
            // A witness may lie in another file.
            if (location.SourceTree?.FilePath != root.SyntaxTree.FilePath || !root.FullSpan.Contains(location.SourceSpan))
                return;
            var node = root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
            if (!marks.TryGetValue(node, out var list))
                marks[node] = list = new List<SyntaxAnnotation>();
            list.Add(new SyntaxAnnotation(kind, number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    private static IEnumerable<SyntaxNode> Marked(SyntaxNode root, string kind, int number)
    {
        var data = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return root.GetAnnotatedNodes(kind).Where(node => node.GetAnnotations(kind).Any(annotation => annotation.Data == data));
    }
}
