using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK001: says who may share the port, before Bind or Start.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = ImplicitAddressReuse.Id)]
public sealed class ImplicitAddressReuseFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public ImplicitAddressReuseFix()
        : base(ImplicitAddressReuse.Id, new SetExclusive())
    {
    }

    private sealed class SetExclusive : FixAction
    {
        public SetExclusive()
            : base("Set ExclusiveAddressUse = true before it is bound", ImplicitAddressReuse.Id + ".SetExclusive")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            // Mono does not map the option on Unix: there the setter throws.
            if (site.Model.Compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name is "UnityEngine" or "UnityEngine.CoreModule"))
                return null;
            return SocketExpression.Of(site, "Bind", "Start") is { } socket && !ListenerServer.MayThrowOnceExclusive(site, site.Model.GetTypeInfo(socket).Type)
                ? OptionSetting.Set(site, socket, "ExclusiveAddressUse", "true")
                : null;
        }
    }
}
