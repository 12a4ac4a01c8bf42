using FsCheck;
using FsCheck.Fluent;

namespace SocketAnalyzers.Tests.Flow;

internal enum StatementKind
{
    Simple,
    Jump,
    If,
    While,
    Do,
    For,
    ForEach,
    Switch,
    TryCatch,
    TryFilter,
    TryFinally,
    Using,
    AwaitUsing,
    Lock,
    Labelled,
    Lambda,
    LocalFunction,
}

/// <summary>A statement of a random body: what it is, three numbers that choose its details, and up to three blocks.</summary>
internal sealed record Statement(StatementKind Kind, int A, int B, int C, IReadOnlyList<Statement> First, IReadOnlyList<Statement> Second, IReadOnlyList<Statement> Third)
{
    private static readonly StatementKind[] Compound =
        [.. Enum.GetValues<StatementKind>().Where(kind => kind is not (StatementKind.Simple or StatementKind.Jump))];

    public int Count => 1 + First.Concat(Second).Concat(Third).Sum(statement => statement.Count);

    public override string ToString() => SourceWriter.Print([this]);

    /// <summary>Random blocks of about <paramref name="size"/> statements in all.</summary>
    public static Gen<IReadOnlyList<Statement>> Blocks(int size) =>
        from count in Gen.Choose(1, Math.Max(1, Math.Min(6, size)))
        from statements in Gen.ListOf(Statements(size / count), count)
        select (IReadOnlyList<Statement>)[.. statements];

    /// <summary>Smaller blocks that may show the same failure.</summary>
    public static IEnumerable<IReadOnlyList<Statement>> Shrink(IReadOnlyList<Statement> block)
    {
        for (var i = 0; i < block.Count; i++)
        {
            yield return [.. block.Take(i), .. block.Skip(i + 1)];
            foreach (var inner in new[] { block[i].First, block[i].Second, block[i].Third })
            {
                if (inner.Count > 0)
                    yield return [.. block.Take(i), .. inner, .. block.Skip(i + 1)];
            }

            foreach (var smaller in block[i].Shrink())
                yield return [.. block.Take(i), smaller, .. block.Skip(i + 1)];
        }
    }

    private IEnumerable<Statement> Shrink() =>
    [
        .. Shrink(First).Select(block => this with { First = block }),
        .. Shrink(Second).Select(block => this with { Second = block }),
        .. Shrink(Third).Select(block => this with { Third = block }),
    ];

    private static Gen<Statement> Statements(int size) => size <= 1
        ? Gen.Frequency((6, Simple), (1, Leaf(StatementKind.Jump)))
        : Gen.Frequency(
            (2, Simple),
            (5, from kind in Gen.Elements(Compound)
                from a in Detail
                from b in Detail
                from c in Detail
                from first in Blocks(size / 2)
                from second in Blocks(size / 3)
                from third in Blocks(size / 3)
                select new Statement(kind, a, b, c, first, second, third)));

    private static Gen<int> Detail => Gen.Choose(0, 1000);

    private static Gen<Statement> Simple => Leaf(StatementKind.Simple);

    private static Gen<Statement> Leaf(StatementKind kind) =>
        from a in Detail
        from b in Detail
        from c in Detail
        select new Statement(kind, a, b, c, [], [], []);
}
