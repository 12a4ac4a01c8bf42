using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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

    public int Smallest => Sizes[0];

    public int Middle => Sizes[Sizes.Count / 2];

    public int Largest => Sizes[^1];

    public override string ToString() => Name;

    public CSharpCompilation Compile(int size) => Compile(Name, [Write(size)]);

    /// <summary>A compilation without errors: what does not compile would be measured wrong without anybody noticing.</summary>
    public static CSharpCompilation Compile(string name, IEnumerable<string> sources)
    {
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, Parse, $"{name}{i}.cs"));
        var compilation = CSharpCompilation.Create(name, trees, ReferenceAssemblies.All, Library);
        var error = compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null ? compilation : throw new InvalidOperationException($"The code of shape {name} does not compile: {error}");
    }
}
