namespace CloseLab.Observing;

/// <summary>Puts a segment into the words of a textbook. It remembers what each direction has acknowledged.</summary>
internal sealed class SegmentReader
{
    private readonly Dictionary<(int, int), uint> _acknowledged = [];
    private readonly HashSet<(int, int)> _handshakes = [];

    /// <summary>Null for what a picture of an end leaves out: the handshake.</summary>
    public string? TextOf(Segment segment, bool withHandshake)
    {
        var way = (segment.SourcePort, segment.TargetPort);
        var acknowledgesMore = segment.HasAck && (!_acknowledged.TryGetValue(way, out var before) || before != segment.Acknowledges);
        if (segment.HasAck)
            _acknowledged[way] = segment.Acknowledges;
        if (segment.IsSyn)
        {
            // Its answer is the last segment of the handshake.
            if (segment.HasAck)
                _handshakes.Add((segment.TargetPort, segment.SourcePort));
            return !withHandshake ? null : segment.HasAck ? "SYN + ACK" : "SYN";
        }

        var endsHandshake = _handshakes.Remove(way) && IsPlainAck(segment);
        return endsHandshake && !withHandshake ? null : Describe(segment, acknowledgesMore);
    }

    private static string Describe(Segment segment, bool acknowledgesMore)
    {
        if (segment.IsReset)
            return "RST";
        if (IsPlainAck(segment))
            return segment.Window == 0 ? "ACK, window 0" : "ACK";
        var parts = new List<string>();
        if (segment.Length > 0)
            parts.Add($"DATA {segment.Length:N0}");
        if (segment.IsFin)
            parts.Add("FIN");
        // Every segment repeats the last number; only a new one is an answer.
        if (acknowledgesMore && segment.IsFin)
            parts.Add("ACK");
        return string.Join(" + ", parts);
    }

    private static bool IsPlainAck(Segment segment) => segment is { Length: 0, IsFin: false, IsReset: false, IsSyn: false };
}
