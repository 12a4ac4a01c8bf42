using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>The list that a statement stands in: of a block, of a switch section, or the top level of a program.</summary>
internal sealed class StatementList
{
    private StatementList(SyntaxNode owner, IReadOnlyList<StatementSyntax> statements)
    {
        Owner = owner;
        Statements = statements;
    }

    public SyntaxNode Owner { get; }

    public IReadOnlyList<StatementSyntax> Statements { get; }

    public static StatementList? Around(StatementSyntax statement) => statement.Parent switch
    {
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => Of(unit),
        BlockSyntax or SwitchSectionSyntax => Of(statement.Parent),
        _ => null,
    };

    /// <summary>The list of the same owner after an edit.</summary>
    public static StatementList Of(SyntaxNode owner) => new(owner, owner switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        _ => ((CompilationUnitSyntax)owner).Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement).ToList(),
    });

    public int IndexOf(SyntaxNode inside)
    {
        for (var i = 0; i < Statements.Count; i++)
        {
            if (Statements[i].Span.Contains(inside.Span))
                return i;
        }

        return -1;
    }

    /// <summary>The owner with other statements.</summary>
    public SyntaxNode With(IEnumerable<StatementSyntax> statements) => Owner switch
    {
        BlockSyntax block => block.WithStatements(SyntaxFactory.List(statements)),
        SwitchSectionSyntax section => section.WithStatements(SyntaxFactory.List(statements)),
        CompilationUnitSyntax unit => unit.WithMembers(SyntaxFactory.List(
            statements.Select(SyntaxFactory.GlobalStatement).Concat(unit.Members.Where(member => member is not GlobalStatementSyntax)))),
        _ => Owner,
    };
}
