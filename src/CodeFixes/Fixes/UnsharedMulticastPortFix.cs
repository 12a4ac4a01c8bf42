using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK013: the option before the bind; a client that binds in its constructor is unfolded.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = UnsharedMulticastPort.Id)]
public sealed class UnsharedMulticastPortFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public UnsharedMulticastPortFix()
        : base(UnsharedMulticastPort.Id, new SharePort())
    {
    }

    private sealed class SharePort : FixAction
    {
        public SharePort()
            : base("Set ReuseAddress before Bind", UnsharedMulticastPort.Id + ".Share")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (site.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { } bindsAtOnce && site.Node.FirstAncestorOrSelf<StatementSyntax>() is not null
                && site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is null)
                return BoundUdpClient.Unfold(site, bindsAtOnce);
            return SocketExpression.Of(site, "Bind") is { } socket ? ReuseAddressOption.InsertBeforeBind(site, socket) : null;
        }
    }
}
