using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK005: asks for the system's maximum, or for what the system gives.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = BacklogAboveSomaxconn.Id)]
public sealed class BacklogAboveSomaxconnFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public BacklogAboveSomaxconnFix()
        : base(BacklogAboveSomaxconn.Id, new AskForMaximum(), new AskForLimit())
    {
    }

    // The title cannot name the member: it is one action for both.
    private sealed class AskForMaximum : FixAction
    {
        public AskForMaximum()
            : base("Ask for the system's maximum", BacklogAboveSomaxconn.Id + ".Maximum")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (site.Node.FirstAncestorOrSelf<ArgumentSyntax>() is not { Parent: ArgumentListSyntax { Arguments.Count: 1 } list } argument)
                return null;
            // Listen() does not exist on .NET Framework, Start() does everywhere.
            return site.Property("Member") == "Start"
                ? site.Root.ReplaceNode(list, list.WithArguments(default).WithOpenParenToken(list.OpenParenToken.WithTrailingTrivia(Comments(argument))))
                : site.Root.ReplaceNode(argument.Expression, NewCode.Expression("int.MaxValue").WithTriviaFrom(argument.Expression));
        }

        private static SyntaxTriviaList Comments(ArgumentSyntax argument) =>
            argument.ToFullString().Contains("/*") || argument.ToFullString().Contains("//")
                ? argument.GetLeadingTrivia().AddRange(argument.GetTrailingTrivia())
                : default;
    }

    private sealed class AskForLimit : FixAction
    {
        public AskForLimit()
            : base("Ask for somaxconn, which is what the system gives", BacklogAboveSomaxconn.Id + ".Limit")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site) =>
            site.Node.FirstAncestorOrSelf<ArgumentSyntax>() is { } argument && site.Property("Limit") is { } limit
                ? site.Root.ReplaceNode(argument.Expression, NewCode.Expression(limit).WithTriviaFrom(argument.Expression))
                : null;
    }
}
