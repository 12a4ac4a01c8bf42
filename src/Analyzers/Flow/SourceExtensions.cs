using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Source of this compilation. In an editor a symbol of another project of the solution has source too, but no semantic model here
/// knows that, and in a build, where the project is a DLL, there is none. So both are told the same: nothing.
/// </summary>
internal static class SourceExtensions
{
    public static bool Declares(this Compilation compilation, ISymbol symbol) => ReferenceEquals(symbol.ContainingAssembly, compilation.Assembly);

    public static ImmutableArray<SyntaxReference> DeclarationsOf(this Compilation compilation, ISymbol symbol) =>
        compilation.Declares(symbol) ? symbol.DeclaringSyntaxReferences : ImmutableArray<SyntaxReference>.Empty;

    public static IOperation? OperationOf(this Compilation compilation, SyntaxNode code, CancellationToken cancellation) =>
        compilation.ContainsSyntaxTree(code.SyntaxTree) ? compilation.GetSemanticModel(code.SyntaxTree).GetOperation(code, cancellation) : null;
}
