using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketAnalyzers.CodeFixes.Resets;
using SocketAnalyzers.Rules.UnhandledReset;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK004: a catch beside those that are there, or a try around the smallest part whose failure may be taken.</summary>
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
            var call = new FailingCall(FunctionBodies.WithBlocks(site));
            // An exception that a handler made of it, or a blocking wait: its type is not told apart.
            if (call.Types.Count == 0)
                return null;
            if (site.Property("Region") == "LoopBody")
                return AcceptLoopFix.Mend(call);
            return site.Property("Root") == "AcceptCallback" || FailingCall.AcceptsIn(call.Node).Any(FailingCall.IsEndAccept)
                ? AcceptCallbackFix.Mend(call)
                : Connection(call);
        }

        // One try does not always reach all calls of the function.
        private static SyntaxNode? Connection(FailingCall call)
        {
            var mended = ConnectionFix.Mend(call);
            if (mended is null)
                return ConnectionFix.MendCallee(call);
            foreach (var other in call.Site.Others)
            {
                var next = new FailingCall(other(mended));
                if (next.Node != next.Site.Root && !next.IsCovered)
                    mended = ConnectionFix.Mend(next) ?? mended;
            }

            return mended;
        }
    }
}
