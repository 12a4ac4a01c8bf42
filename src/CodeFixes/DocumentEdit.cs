using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.CodeFixes;

/// <summary>
/// Mends some diagnostics of one document, one after the other in source order. Their nodes are marked first and each
/// rewrite sees the code that the ones before it left, so nested and adjacent places do not overwrite each other.
/// </summary>
internal static class DocumentEdit
{
    private const string PlaceKind = "SocketAnalyzers.Place";
    private const string WitnessKind = "SocketAnalyzers.Witness";
    private const string OtherKind = "SocketAnalyzers.Other";

    /// <summary>The mended document, or null when nothing was to be changed.</summary>
    public static async Task<Document?> ApplyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, FixAction action, CancellationToken cancellation)
    {
        try
        {
            return await MendAsync(document, diagnostics, action, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (BodyFailures.StaysInside(e))
        {
            // In doubt no fix: Roslyn's rewriters throw where code is too deep for the stack.
            return null;
        }
    }

    private static async Task<Document?> MendAsync(Document document, ImmutableArray<Diagnostic> diagnostics, FixAction action, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            return null;
        var ordered = diagnostics.Sort(static (a, b) => a.Location.SourceSpan.Start.CompareTo(b.Location.SourceSpan.Start));
        var current = document.WithSyntaxRoot(Mark(root, ordered));
        var callsLibrary = await RuntimeLibrary.IsCalledAsync(document, cancellation).ConfigureAwait(false);
        var changed = false;
        for (var i = 0; i < ordered.Length; i++)
        {
            if (action.NeedOf(ordered[i]) is { } need && !await LinkedCode.HasAsync(document, ordered[i].Location, need.Type, need.Member, cancellation).ConfigureAwait(false))
                continue;
            if (await RewriteAsync(current, ordered[i], i, action, callsLibrary, cancellation).ConfigureAwait(false) is not { } mended)
                continue;
            current = current.WithSyntaxRoot(mended);
            changed = true;
        }

        if (!changed)
            return null;
        var text = await NewCode.FinishAsync(current, cancellation).ConfigureAwait(false);
        var before = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return before.ToString() == text ? null : document.WithText(LineChanges.Apply(before, text));
    }

    private static async Task<SyntaxNode?> RewriteAsync(Document document, Diagnostic diagnostic, int number, FixAction action, bool? callsLibrary, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        // A place may be gone because mending another one took it away.
        if (root is null || model is null || Marks(root, PlaceKind, number).FirstOrDefault() is not { } place)
            return null;
        var site = new FixSite(root, model, place, Marks(root, WitnessKind, number).ToList(), Marks(root, OtherKind, number).ToList(), diagnostic.Properties, callsLibrary, cancellation);
        try
        {
            return action.Rewrite(site) is { } mended && Compilable.IsNoWorse(site, mended) ? mended : null;
        }
        catch (System.InsufficientExecutionStackException)
        {
            // Roslyn's rewriters give up on code that is nested this deep: no fix.
            return null;
        }
    }

    private static SyntaxNode Mark(SyntaxNode root, ImmutableArray<Diagnostic> diagnostics)
    {
        var marks = new Dictionary<SyntaxNode, List<SyntaxAnnotation>>();
        for (var i = 0; i < diagnostics.Length; i++)
        {
            Add(diagnostics[i].Location, PlaceKind, i);
            foreach (var witness in diagnostics[i].AdditionalLocations)
                Add(witness, WitnessKind, i);
            foreach (var other in OthersOf(diagnostics[i]))
                Add(other, OtherKind, i);
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

    // "120:14 260:9", from the start of the diagnostic on: places that need the same fix, of which only the first is reported.
    private static IEnumerable<Location> OthersOf(Diagnostic diagnostic)
    {
        if (diagnostic.Location.SourceTree is not { } tree || !diagnostic.Properties.TryGetValue("Others", out var text) || string.IsNullOrEmpty(text))
            yield break;
        foreach (var place in text!.Split(' '))
        {
            var parts = place.Split(':');
            var start = diagnostic.Location.SourceSpan.Start + int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
            var span = new Microsoft.CodeAnalysis.Text.TextSpan(start, int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
            if (span.End <= tree.Length)
                yield return Location.Create(tree, span);
        }
    }

    private static IEnumerable<SyntaxAnnotation> Marks(SyntaxNode root, string kind, int number)
    {
        var data = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return root.GetAnnotatedNodes(kind).SelectMany(node => node.GetAnnotations(kind)).Where(annotation => annotation.Data == data);
    }
}
