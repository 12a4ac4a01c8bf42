namespace CloseLab.Staging;

/// <summary>Many segments of one stream of data are told as one.</summary>
internal static class Segments
{
    public static IReadOnlyList<Event> Merge(IReadOnlyList<Event> events)
    {
        var merged = new List<Event>();
        foreach (var what in events)
        {
            if (IsPlainAck(what) && merged.Count > 0 && IsPlainAck(merged[^1]) && merged[^1].Actor == what.Actor)
                merged[^1] = what;
            else if (IsData(what) && LastDataOf(merged, what) is var index and >= 0)
                merged[index] = Join(merged[index], what);
            else
                Append(merged, what);
        }

        return merged;
    }

    /// <summary>Data that is answered with a reset was lost.</summary>
    private static void Append(List<Event> merged, Event what)
    {
        if (what is { Kind: EventKind.Segment, Text: "RST" } && merged.Count > 0 && IsData(merged[^1]) && merged[^1].Actor == what.To)
            merged[^1] = merged[^1] with { Bad = true };
        merged.Add(what);
    }

    /// <summary>The data just before, when nothing but its acknowledgement stands in between.</summary>
    private static int LastDataOf(List<Event> merged, Event data)
    {
        var last = merged.Count - 1;
        if (last >= 1 && IsPlainAck(merged[last]) && merged[last].Actor == data.To)
            last--;
        return last >= 0 && IsData(merged[last]) && merged[last].Actor == data.Actor && !merged[last].Text.Contains("FIN") ? last : -1;
    }

    private static Event Join(Event first, Event next)
    {
        var bytes = first.Bytes + next.Bytes;
        return first with { Bytes = bytes, Text = next.Text.Contains("FIN") ? $"DATA {bytes:N0} + FIN" : $"DATA {bytes:N0}" };
    }

    private static bool IsData(Event what) => what is { Kind: EventKind.Segment, Bytes: > 0 };

    private static bool IsPlainAck(Event what) => what is { Kind: EventKind.Segment, Bytes: 0 } && what.Text.StartsWith("ACK", StringComparison.Ordinal);
}
