using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>
/// <c>TcpListener.Server</c>: its getter sets the option once more while the listener's own <c>ExclusiveAddressUse</c> is true, and that throws
/// on a socket that is bound. Code that reads it after <c>Start</c> must not get the property set.
/// </summary>
internal static class ListenerServer
{
    /// <summary>Whether setting the property of an object of this type could make a read of <c>Server</c> throw. Reads before <c>Start</c> count too: in doubt, yes.</summary>
    public static bool MayThrowOnceExclusive(FixSite site, ITypeSymbol? type) =>
        type?.Name == "TcpListener" && Around(site).Any(node => ReadsServer(site, node));

    private static IEnumerable<SyntaxNode> Around(FixSite site)
    {
        var type = site.Node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault();
        if (type is null || site.Model.GetDeclaredSymbol(type, site.Cancellation) is not { } symbol)
            return new[] { site.Root };
        return symbol.DeclaringSyntaxReferences.Select(part => part.GetSyntax(site.Cancellation));
    }

    private static bool ReadsServer(FixSite site, SyntaxNode part)
    {
        var names = part.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == "Server");
        var model = part.SyntaxTree == site.Model.SyntaxTree ? site.Model : site.Model.Compilation.GetSemanticModel(part.SyntaxTree);
        return names.Any(name => model.GetSymbolInfo(name, site.Cancellation).Symbol is IPropertySymbol { ContainingType.Name: "TcpListener" });
    }
}
