using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Benchmarks.Measuring;
using SocketAnalyzers.Loading;

namespace SocketAnalyzers.Benchmarks.Shapes;

/// <summary>Generated code of one form, of any size.</summary>
/// <param name="Name">Short, for tables and file names.</param>
/// <param name="Unit">What the size counts.</param>
/// <param name="Sizes">Those of the tables, ascending.</param>
/// <param name="Write">The source of a size: a whole file.</param>
internal sealed record Shape(string Name, string Unit, IReadOnlyList<int> Sizes, Func<int, string> Write)
{
    private static readonly CSharpParseOptions Parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
    private static readonly CSharpCompilationOptions Library = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Disable);

    public static IEnumerable<Shape> All => GrowingShapes.All.Concat(AdversarialShapes.All);

    public int Smallest => Sizes[0];

    public int Middle => Sizes[Sizes.Count / 2];

    public int Largest => Sizes[^1];

    /// <summary>A compilation without errors: what does not compile would be measured wrong without anybody noticing.</summary>
    public CSharpCompilation Compile(int size)
    {
        var tree = CSharpSyntaxTree.ParseText(Write(size), Parse, Name + ".cs");
        var compilation = CSharpCompilation.Create(Name, [tree], ReferenceAssemblies.All, Library);
        Throw.IfErrors(compilation.GetDiagnostics());
        return compilation;
    }
}
