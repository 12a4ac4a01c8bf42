using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Compiles the sources of the flow tests and runs the engine on their bodies, without any rule.</summary>
internal static class FlowCompilation
{
    /// <summary>What every flow test may use: callees without a body, of which the engine knows nothing.</summary>
    public const string Prelude = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.IO.Pipelines;
        global using System.Linq;
        global using System.Net;
        global using System.Net.Security;
        global using System.Net.Sockets;
        global using System.Text;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using static Outside;

        public static class Outside
        {
            public static byte[] Data;
            public static extern bool Maybe();
            public static extern int Number();
            public static extern Task Delay();
            public static extern Socket Give();
            public static extern void Take(Socket s);
            public static extern void Log(object o);
            public static extern void Format(string f, params object[] o);
            public static extern void ByRef(ref Socket s);
            public static extern bool TryGive(out Socket s);
            public static extern void Run(Action a);
        }
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    // New trees in an old compilation share its bound references, which are the expensive part.
    private static readonly CSharpCompilation Base = CSharpCompilation.Create(
        "FlowTests",
        [CSharpSyntaxTree.ParseText(Prelude, ParseOptions, "Prelude.cs")],
        ReferenceSets.Net100,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

    /// <summary>The compilation of a whole file that brings its own names.</summary>
    public static CSharpCompilation CompileAlone(string source)
    {
        var compilation = Base.RemoveAllSyntaxTrees().AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, ParseOptions, "Alone.cs"));
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0)
            throw new VerificationException($"The source of the test has errors: {string.Join("; ", errors.Take(3).Select(error => error.ToString()))}");
        return compilation;
    }

    /// <summary>The compilation of <paramref name="sources"/>; an error in them is an error of the test.</summary>
    public static CSharpCompilation Compile(params string[] sources)
    {
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Test{i}.cs"));
        var compilation = Base.AddSyntaxTrees(trees);
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0)
            throw new VerificationException($"The code of the test does not compile.\n{string.Join("\n", (object[])errors)}\n{string.Join("\n", sources)}");
        return compilation;
    }

    /// <summary>A context that throws on an operation that the engine does not know.</summary>
    public static FlowContext CreateContext(Compilation compilation, FlowContext.OwnershipPredicate? takesOwnership = null)
    {
        var types = KnownTypes.Create(compilation) ?? throw new VerificationException("The compilation has no sockets.");
        var context = new FlowContext(compilation, types, takesOwnership ?? (static (_, _) => false));
        context.ThrowOnUnknownOperation = true;
        return context;
    }

    /// <summary>Every method, constructor, accessor and operator of the sources that has a body, in the order of the sources.</summary>
    public static IEnumerable<(IMethodSymbol Method, SyntaxNode Syntax)> MethodsOf(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax && model.GetDeclaredSymbol(node) is IMethodSymbol method && GraphOf(compilation, method) is not null)
                    yield return (method, node);
            }
        }
    }

    public static ControlFlowGraph? GraphOf(Compilation compilation, IMethodSymbol method) =>
        MethodBodies.Find(compilation, method, default) is { } body ? MethodBodies.GraphOf(body, default) : null;

    /// <summary>Analyses the method as the analyzer does for its diagnostics.</summary>
    public static BodyAnalysis Analyse(FlowContext context, IMethodSymbol method, CancellationToken cancellation = default) =>
        BodyAnalysis.Run(context, GraphOf(context.Compilation, method)!, method, null, null, cancellation);

    /// <summary>The same with a graph that was made before.</summary>
    public static BodyAnalysis Analyse(FlowContext context, IMethodSymbol method, ControlFlowGraph graph) =>
        BodyAnalysis.Run(context, graph, method, null, null, default);

    /// <summary>Analyses the only method called <paramref name="name"/>.</summary>
    public static BodyAnalysis Analyse(FlowContext context, string name) =>
        Analyse(context, MethodsOf(context.Compilation).Single(found => found.Method.Name == name).Method);
}
