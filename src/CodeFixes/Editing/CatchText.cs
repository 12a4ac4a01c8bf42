using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Catch clauses that are given as bare lines, laid out at their place.</summary>
internal static class CatchText
{
    /// <summary>An empty try with the clauses. <paramref name="onOwnLine"/>: braces and <c>catch</c> begin a line.</summary>
    public static TryStatementSyntax Try(string catches, string indentation, string unit, bool onOwnLine)
    {
        var text = "try" + Brace(onOwnLine, indentation) + indentation + "}";
        var isInside = false;
        foreach (var line in catches.Split('\n'))
        {
            if (line.Length == 0)
                continue;
            if (line == "{")
                text += Brace(onOwnLine, indentation);
            else if (line == "}")
                text += indentation + "}";
            else
                text += isInside ? indentation + unit + line + "\r\n" : (onOwnLine ? "\r\n" + indentation : " ") + line;
            isInside = line == "{" || (isInside && line != "}");
        }

        var shell = (TryStatementSyntax)SyntaxFactory.ParseStatement(text);
        return NewCode.MarkNames(shell).WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)).WithTrailingTrivia(NewCode.LineEnd);
    }

    private static string Brace(bool onOwnLine, string indentation) => onOwnLine ? "\r\n" + indentation + "{\r\n" : " {\r\n";
}
