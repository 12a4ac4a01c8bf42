namespace SocketAnalyzers.Benchmarks.Shapes;

/// <summary>Generated code of one form, of any size. The tests use these too.</summary>
/// <param name="Name">Short, for tables and file names.</param>
/// <param name="Unit">What the size counts.</param>
/// <param name="Sizes">Those of the tables, ascending.</param>
/// <param name="Write">The source of a size: a whole file.</param>
internal sealed record Shape(string Name, string Unit, IReadOnlyList<int> Sizes, Func<int, string> Write)
{
    public static IEnumerable<Shape> All => GrowingShapes.All.Concat(AdversarialShapes.All).Concat(Looked);

    /// <summary>Those that make a rule look through everything for everything.</summary>
    public static IEnumerable<Shape> Looked => RelayShapes.All.Concat(RuleShapes.All).Concat(HelperShapes.All);

    public int Smallest => Sizes[0];

    public int Middle => Sizes[Sizes.Count / 2];

    public int Largest => Sizes[^1];
}
