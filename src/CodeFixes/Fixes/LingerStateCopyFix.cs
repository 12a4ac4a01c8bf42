using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>
/// SOCK021: assigns a whole LingerOption. Only where the code says what both members are to be: <c>Enabled = false</c>, or the two of them in
/// statements one after the other. <c>Enabled = true</c> alone would become a linger time of 0, and every close a reset.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = LingerStateCopy.Id)]
public sealed class LingerStateCopyFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public LingerStateCopyFix()
        : base(LingerStateCopy.Id, new AssignWholeOption())
    {
    }

    private sealed class AssignWholeOption : FixAction
    {
        public AssignWholeOption()
            : base("Assign a new LingerOption", LingerStateCopy.Id + ".Assign")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (Setting.Of(site.Node) is not { } setting)
                return null;
            var other = setting.Neighbour();
            if (other is null)
                return setting.Name == "Enabled" && IsFalse(setting.Value) ? site.Root.ReplaceNode(setting.Statement, setting.Whole(setting.Value.ToString(), "0")) : null;

            // One statement stays, the one above: what a time or a flag is read from is read in the same order.
            var (first, second) = setting.Statement.SpanStart < other.Statement.SpanStart ? (setting, other) : (other, setting);
            if (first.Name == second.Name)
                return null;
            var (enabled, time) = first.Name == "Enabled" ? (first, second) : (second, first);
            if (first == time && !(HasNoEffect(enabled.Value) && HasNoEffect(time.Value)))
                return null;
            var tracked = site.Root.TrackNodes(first.Statement, second.Statement);
            tracked = tracked.ReplaceNode(tracked.GetCurrentNode(first.Statement)!, first.Whole(enabled.Value.ToString(), time.Value.ToString()));
            return StatementRemoval.Remove(tracked, tracked.GetCurrentNode(second.Statement)!);
        }

        private static bool IsFalse(ExpressionSyntax value) => value.IsKind(SyntaxKind.FalseLiteralExpression);

        private static bool HasNoEffect(ExpressionSyntax value) => value is LiteralExpressionSyntax or IdentifierNameSyntax;
    }

    /// <summary>A statement <c>x.LingerState.Enabled = value;</c>.</summary>
    private sealed class Setting
    {
        private Setting(ExpressionStatementSyntax statement, string owner, string name, ExpressionSyntax value)
        {
            Statement = statement;
            Owner = owner;
            Name = name;
            Value = value;
        }

        public ExpressionStatementSyntax Statement { get; }

        /// <summary>The text of <c>x.LingerState</c>.</summary>
        public string Owner { get; }

        public string Name { get; }

        public ExpressionSyntax Value { get; }

        public static Setting? Of(SyntaxNode node) =>
            node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { Parent: ExpressionStatementSyntax statement } assignment
            && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
            && assignment.Left is MemberAccessExpressionSyntax { Expression: { } option, Name.Identifier.ValueText: "Enabled" or "LingerTime" } member
            && WithoutSuppression(option) is { } owner
            && IsLingerState(owner)
            && !statement.ContainsDirectives
                ? new Setting(statement, owner.ToString(), member.Name.Identifier.ValueText, assignment.Right)
                : null;

        private static ExpressionSyntax WithoutSuppression(ExpressionSyntax option) =>
            option is PostfixUnaryExpressionSyntax { Operand: var inner } && option.IsKind(SyntaxKind.SuppressNullableWarningExpression) ? inner : option;

        private static bool IsLingerState(ExpressionSyntax owner) => owner switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "LingerState", Expression: var of } => HasNoCall(of),
            IdentifierNameSyntax name => name.Identifier.ValueText == "LingerState",
            _ => false,
        };

        // The owner is written once more; a call would be made once more.
        private static bool HasNoCall(ExpressionSyntax expression) => !expression.DescendantNodesAndSelf().Any(static node => node is InvocationExpressionSyntax or ObjectCreationExpressionSyntax or AssignmentExpressionSyntax);

        /// <summary>The statement beside this one that sets a member of the same option.</summary>
        public Setting? Neighbour()
        {
            if (StatementList.Around(Statement) is not { } list)
                return null;
            var index = list.IndexOf(Statement);
            return At(list, index + 1) ?? At(list, index - 1);
        }

        public StatementSyntax Whole(string enabled, string time) =>
            NewCode.Mark(SyntaxFactory.ParseStatement($"{Owner} = new global::System.Net.Sockets.LingerOption({enabled}, {time});")).WithTriviaFrom(Statement);

        private Setting? At(StatementList list, int index) =>
            index >= 0 && index < list.Statements.Count && Of(list.Statements[index].ChildNodes().FirstOrDefault() ?? list.Statements[index]) is { } other && other.Owner == Owner ? other : null;
    }
}
