using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules.UnhandledReset;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK004: a try around the smallest region whose failure may be taken, or the catch that is there made to fit.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = UnhandledReset.Id)]
public sealed class UnhandledResetFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public UnhandledResetFix()
        : base(UnhandledReset.Id, new HandleReset())
    {
    }

    private sealed class HandleReset : FixAction
    {
        public HandleReset()
            : base("Handle the reset of a connection here", UnhandledReset.Id + ".Handle")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            // An exception that a handler made of it, or a blocking wait: its type is not told apart.
            if (site.Property("Exceptions") is not { } exceptions || exceptions == "Other")
                return null;
            if (site.Property("WrongCatch") is { } wrong)
                return WrongCatch.Mend(site, wrong, exceptions);
            return site.Property("Root") switch
            {
                "AcceptLoop" => AroundLoop(site, exceptions),
                // The next accept has to be posted whatever happened; where that goes is not to be guessed.
                "AcceptCallback" or null => null,
                _ => AroundFunction(site, exceptions),
            };
        }

        private static SyntaxNode? AroundLoop(FixSite site, string exceptions)
        {
            if (ResetRegion.LoopOf(site.Node) is not { } loop || ResetRegion.BodyOf(loop) is not BlockSyntax body || !ResetRegion.MayEndQuietly(site.Model, loop) || ResetRegion.HasYield(body))
                return null;
            var hoisted = ResetConnection.DeclaredIn(site, body);
            var close = hoisted is null ? string.Empty : hoisted.Name + "?.Dispose();";
            var catches = ResetCatches.ForAcceptLoop(exceptions, ResetRegion.FreeName(site.Model, body), close);
            return site.Root.ReplaceNode(body, ResetConnection.Wrap(body, catches, hoisted));
        }

        private static SyntaxNode? AroundFunction(FixSite site, string exceptions)
        {
            if (ResetRegion.FunctionBodyOf(site.Node) is not { } body || ResetRegion.HasYield(body) || ResetRegion.Accepts(body) || !ResetRegion.GivesNothing(site.Model, body))
                return null;
            var hoisted = ResetConnection.DeclaredIn(site, body);
            var close = hoisted is not null ? hoisted.Name + "?.Dispose();" : ResetConnection.CloseOutside(site, body);
            // A handler that closes nothing would leave the connection behind: its owner has to hear of the reset.
            if (close is null)
                return null;
            var catches = ResetCatches.ForConnection(exceptions, ResetRegion.FreeName(site.Model, body), close);
            return site.Root.ReplaceNode(body, ResetConnection.Wrap(body, catches, hoisted));
        }
    }
}
