using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Code that a fix writes: parsed from text, then simplified and formatted as the project wants it, while all other text stays as it was.</summary>
internal static class NewCode
{
    /// <summary>
    /// The end of a line of new code. Not elastic: the formatter would add blank lines of its own. <see cref="FinishAsync"/>
    /// makes it the file's.
    /// </summary>
    public static readonly SyntaxTrivia LineEnd = SyntaxFactory.CarriageReturnLineFeed;

    /// <summary>One statement on a line of its own. Types are written <c>global::</c> in full; they are shortened where a using directive allows it.</summary>
    public static StatementSyntax Statement(string text) => Mark(SyntaxFactory.ParseStatement(text).WithTrailingTrivia(LineEnd));

    public static ExpressionSyntax Expression(string text) => Mark(SyntaxFactory.ParseExpression(text));

    /// <summary>Marks new code for the formatter, and the full names in it for the simplifier.</summary>
    public static T Mark<T>(T node)
        where T : SyntaxNode =>
        MarkNames(node).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The same for code that has its layout already. A <c>this.</c> that was copied is no full name and stays.</summary>
    public static T MarkNames<T>(T node)
        where T : SyntaxNode =>
        node.ReplaceNodes(node.DescendantNodesAndSelf().Where(IsFullName), (_, name) => name.WithAdditionalAnnotations(Simplifier.Annotation));

    private static bool IsFullName(SyntaxNode node) =>
        node is QualifiedNameSyntax or MemberAccessExpressionSyntax && node.GetFirstToken().IsKind(SyntaxKind.GlobalKeyword);

    /// <summary>The text of a document with new code in it.</summary>
    public static async Task<string> FinishAsync(Document document, CancellationToken cancellation)
    {
        var before = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var options = await TextStyle.OptionsOfAsync(document, before, cancellation).ConfigureAwait(false);
        document = await Simplifier.ReduceAsync(document, Simplifier.Annotation, options, cancellation).ConfigureAwait(false);
        document = await Formatter.FormatAsync(document, Formatter.Annotation, options, cancellation).ConfigureAwait(false);
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        // As text: a host formats what still carries annotations again, with its own line ends.
        var text = root!.ToFullString();
        if (TextStyle.LineEndOf(before) == "\n")
            text = text.Replace("\r\n", "\n");
        return text;
    }
}
