using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Benchmarks.Shapes;
using SocketAnalyzers.Loading;

namespace SocketAnalyzers.Benchmarks.Measuring;

/// <summary>From a shape to a compilation.</summary>
internal static class ShapeCompiler
{
    private static readonly CSharpParseOptions Parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
    private static readonly CSharpCompilationOptions Library = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Disable);

    /// <summary>A compilation without errors: what does not compile would be measured wrong without anybody noticing.</summary>
    public static CSharpCompilation Compile(this Shape shape, int size)
    {
        var tree = CSharpSyntaxTree.ParseText(shape.Write(size), Parse, shape.Name + ".cs");
        var compilation = CSharpCompilation.Create(shape.Name, [tree], ReferenceAssemblies.All, Library);
        Throw.IfErrors(compilation.GetDiagnostics());
        return compilation;
    }
}
