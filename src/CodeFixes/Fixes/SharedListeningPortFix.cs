using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK007: keeps the port to one server, or takes the option away.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = SharedListeningPort.Id)]
public sealed class SharedListeningPortFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public SharedListeningPortFix()
        : base(SharedListeningPort.Id, new MakeExclusive(), new Delete())
    {
    }

    private sealed class MakeExclusive : FixAction
    {
        public MakeExclusive()
            : base("Set ExclusiveAddressUse = true instead", SharedListeningPort.Id + ".Exclusive")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (SharingOption.At(site) is not { } option || PlatformCheck.IsForOthersThanWindows(option.Expression) || ListenerServer.MayThrowOnceExclusive(site, option.PropertyOwner(site)))
                return null;
            // The other of the two options was here too and says it already.
            if (option.IsSaidAlready())
                return option.Remove(site);
            var others = option.Others().ToList();
            var root = site.Root.TrackNodes(others.Cast<SyntaxNode>().Append(option.Expression));
            root = root.ReplaceNode(root.GetCurrentNode(option.Expression)!, Exclusive(option));
            foreach (var other in others)
                root = StatementRemoval.Remove(root, root.GetCurrentNode(other)!)!;
            return root;
        }

        private static ExpressionSyntax Exclusive(SharingOption option) => option.Assignment is { } assignment
            ? assignment.WithRight(SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(assignment.Right))
            : NewCode.Expression(option.Socket.WithoutTrivia() + ".ExclusiveAddressUse = true").WithTriviaFrom(option.Expression);
    }

    private sealed class Delete : FixAction
    {
        public Delete()
            : base("Delete the option: Bind does what a restart needs", SharedListeningPort.Id + ".Delete")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site) => SharingOption.At(site)?.Remove(site);
    }
}
