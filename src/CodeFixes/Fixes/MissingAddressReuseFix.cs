using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK006: ProtocolType.Tcp, with which Bind sets SO_REUSEADDR; or the option itself.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = MissingAddressReuse.Id)]
public sealed class MissingAddressReuseFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public MissingAddressReuseFix()
        : base(MissingAddressReuse.Id, new GiveReuse())
    {
    }

    // One action for both causes: dotnet format takes the key of the first diagnostic for all of them.
    private sealed class GiveReuse : FixAction
    {
        public GiveReuse()
            : base("Let Bind set SO_REUSEADDR", MissingAddressReuse.Id + ".Reuse")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (SocketExpression.Of(site, "Bind", "Start") is not { } socket)
                return null;
            return site.Property("Cause") == "Protocol" ? WithTcp(site, socket) : ReuseAddressOption.InsertBeforeBind(site, socket);
        }

        private static SyntaxNode? WithTcp(FixSite site, ExpressionSyntax socket)
        {
            if (SocketExpression.CreationOf(site, socket)?.ArgumentList?.Arguments.LastOrDefault()?.Expression is not { } protocol
                || site.Model.GetTypeInfo(protocol).ConvertedType?.Name != "ProtocolType")
                return null;
            return site.Root.ReplaceNode(protocol, NewCode.Expression("global::System.Net.Sockets.ProtocolType.Tcp").WithTriviaFrom(protocol));
        }
    }
}
