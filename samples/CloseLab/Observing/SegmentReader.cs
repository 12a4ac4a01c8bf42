namespace CloseLab.Observing;

/// <summary>Puts a segment into the words of a textbook. It remembers how far each direction has come.</summary>
internal sealed class SegmentReader
{
    private readonly Dictionary<(int, int), uint> _acknowledged = [];
    private readonly Dictionary<(int, int), uint> _next = [];
    private readonly HashSet<(int, int)> _zeroWindows = [];
    private readonly HashSet<(int, int)> _handshakes = [];

    /// <summary>Null for what a picture of an end leaves out: the handshake.</summary>
    /// <param name="newBytes">The payload without what was sent before: after a full window a part is often sent again.</param>
    public string? TextOf(Segment segment, bool withHandshake, out int newBytes)
    {
        var way = (segment.SourcePort, segment.TargetPort);
        var acknowledgesMore = segment.HasAck && (!_acknowledged.TryGetValue(way, out var before) || before != segment.Acknowledges);
        if (segment.HasAck)
            _acknowledged[way] = segment.Acknowledges;
        // A window probe repeats the last byte's number without the byte.
        var next = _next.GetValueOrDefault(way, segment.Sequence);
        var isProbe = IsPlainAck(segment) && segment.Sequence == next - 1;
        var end = segment.Sequence + (uint)segment.Length;
        // Sequence numbers wrap around; their difference does not.
        newBytes = Math.Clamp((int)(end - next), 0, segment.Length);
        var isNew = (int)(end - next) >= 0;
        if (isNew)
            _next[way] = end + (segment.IsSyn || segment.IsFin ? 1u : 0);
        if (segment.IsSyn)
        {
            // Its answer is the last segment of the handshake.
            if (segment.HasAck)
                _handshakes.Add((segment.TargetPort, segment.SourcePort));
            return !withHandshake ? null : segment.HasAck ? "SYN + ACK" : "SYN";
        }

        var endsHandshake = _handshakes.Remove(way) && IsPlainAck(segment);
        if (endsHandshake && !withHandshake)
            return null;
        return isProbe ? "window probe" : IsPlainAck(segment) ? DescribeAck(segment, way) : Describe(segment, newBytes, isNew, acknowledgesMore);
    }

    private string DescribeAck(Segment segment, (int, int) way)
    {
        if (segment.Window == 0)
        {
            _zeroWindows.Add(way);
            return "ACK, window 0";
        }

        return _zeroWindows.Remove(way) ? "ACK, window open" : "ACK";
    }

    private static string Describe(Segment segment, int newBytes, bool isNew, bool acknowledgesMore)
    {
        if (segment.IsReset)
            return "RST";
        var parts = new List<string>();
        if (segment.Length > 0)
            parts.Add(newBytes == 0 ? $"DATA {segment.Length:N0} again" : $"DATA {newBytes:N0}");
        if (segment.IsFin)
            parts.Add(isNew ? "FIN" : "FIN again");
        // Every segment repeats the last number; only a new one is an answer.
        if (acknowledgesMore && segment.IsFin)
            parts.Add("ACK");
        return string.Join(" + ", parts);
    }

    private static bool IsPlainAck(Segment segment) => segment is { Length: 0, IsFin: false, IsReset: false, IsSyn: false };
}
