namespace CloseLab.Observing;

/// <summary>
/// The kernel's TCP counters (Linux). In a network namespace of our own they count our connections only; elsewhere others may be in
/// them, so an experiment asks "at least".
/// </summary>
internal sealed class Counters
{
    private readonly Dictionary<string, long> _values;

    private Counters(Dictionary<string, long> values) => _values = values;

    public static Counters Take()
    {
        var values = new Dictionary<string, long>();
        foreach (var file in new[] { "/proc/net/netstat", "/proc/net/snmp" })
        {
            var lines = File.ReadAllLines(file);
            // Pairs of lines: the names, then the values, both behind "TcpExt:".
            for (var i = 0; i + 1 < lines.Length; i += 2)
            {
                foreach (var (name, value) in lines[i].Split(' ').Zip(lines[i + 1].Split(' ')).Skip(1))
                    values[name] = long.Parse(value);
            }
        }

        return new Counters(values);
    }

    public long Since(Counters before, string name) => _values[name] - before._values[name];
}
