using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.CodeFixes.HalfClose;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK003: the FIN goes out behind the last write.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = WriteAfterShutdown.Id)]
public sealed class WriteAfterShutdownFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public WriteAfterShutdownFix()
        : base(WriteAfterShutdown.Id, new MoveShutdown())
    {
    }

    private sealed class MoveShutdown : FixAction
    {
        public MoveShutdown()
            : base("Move Shutdown behind the write", WriteAfterShutdown.Id + ".MoveShutdown")
        {
        }

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (ShutdownOf(site) is not { Parent: BlockSyntax block } shutdown || StatementIn(block, site.Node) is not { } write)
                return null;
            var first = block.Statements.IndexOf(shutdown);
            var last = LastWrite(site, block, block.Statements.IndexOf(write));
            if (last <= first || !MayPass(site, shutdown, block.Statements.Skip(first + 1).Take(last - first)))
                return null;
            return Move(site.Root, block, first, last);
        }

        // Only the first write is reported, because it throws. The later ones are to be passed too; whether a stream or
        // writer of another name is over the same connection is not known here.
        private static int LastWrite(FixSite site, BlockSyntax block, int reported)
        {
            var known = ReceiverOf(site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>());
            if (known is null)
                return -1;
            var last = reported;
            for (var i = reported; i < block.Statements.Count; i++)
            {
                foreach (var call in block.Statements[i].DescendantNodes().OfType<InvocationExpressionSyntax>())
                {
                    if (!SocketExpression.IsWrite(call) || ReceiverOf(call) is not { } receiver)
                        continue;
                    // A FIN behind a send that is still under way would overtake it.
                    if (ConnectionNames.IsUnderWay(site.Model.GetTypeInfo(call).Type) && !CodeShape.IsWaitedFor(call))
                        return -1;
                    if (SyntaxFactory.AreEquivalent(receiver, known))
                        last = i;
                    else if (IsOverConnection(site.Model.GetTypeInfo(receiver).Type))
                        return -1;
                }
            }

            return last;
        }

        private static ExpressionSyntax? ReceiverOf(InvocationExpressionSyntax? call) => (call?.Expression as MemberAccessExpressionSyntax)?.Expression;

        private static bool IsOverConnection(ITypeSymbol? type)
        {
            for (; type is not null; type = type.BaseType)
            {
                if (type.Name is "Socket" or "Stream" or "TextWriter" or "BinaryWriter" or "PipeWriter")
                    return true;
            }

            return false;
        }

        // A Shutdown in a helper, in a try of its own or under a condition has its place for a reason.
        private static ExpressionStatementSyntax? ShutdownOf(FixSite site) =>
            site.Witnesses.Count > 0
            && site.Witnesses[0].FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Parent: ExpressionStatementSyntax statement, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Shutdown" } }
                ? statement
                : null;

        private static StatementSyntax? StatementIn(BlockSyntax block, SyntaxNode node) =>
            node.AncestorsAndSelf().FirstOrDefault(ancestor => ancestor.Parent == block) as StatementSyntax;

        /// <summary>Whether nothing between the two waits for the FIN, ends the connection, leaves the block, or changes what the Shutdown names.</summary>
        private static bool MayPass(FixSite site, ExpressionStatementSyntax shutdown, IEnumerable<StatementSyntax> between)
        {
            var socket = ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)shutdown.Expression).Expression).Expression;
            if (!SocketExpression.IsRepeatable(site.Model, socket))
                return false;
            foreach (var statement in between)
            {
                // "using" and declarations change what lives where; a jump may leave before the FIN.
                if (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } or LocalFunctionStatementSyntax or LabeledStatementSyntax
                    || statement.DescendantNodesAndSelf().Any(node => IsJump(node) || EndsOrWaits(node) || Assigns(node, socket)))
                    return false;
            }

            return true;
        }

        private static bool IsJump(SyntaxNode node) =>
            node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax;

        // By name: what reads may wait for an answer that comes after the FIN only, and what closes must stay behind it.
        private static bool EndsOrWaits(SyntaxNode node)
        {
            if (node is UsingStatementSyntax)
                return true;
            if (node is not SimpleNameSyntax { Parent: MemberAccessExpressionSyntax or MemberBindingExpressionSyntax or InvocationExpressionSyntax } name)
                return false;
            var text = name.Identifier.ValueText;
            return text.StartsWith("Read", System.StringComparison.Ordinal) || text.Contains("Receive") || text.Contains("Close") || text.Contains("Dispose")
                || text is "CopyTo" or "CopyToAsync" or "Peek" or "Disconnect" or "DisconnectAsync" or "Shutdown" or "ShutdownAsync" or "Wait" or "Result" or "Poll" or "Available" or "Connected" or "Select";
        }

        private static bool Assigns(SyntaxNode node, ExpressionSyntax socket) =>
            node is AssignmentExpressionSyntax assignment && socket.DescendantNodesAndSelf().Any(part => SyntaxFactory.AreEquivalent(part, assignment.Left));

        private static SyntaxNode Move(SyntaxNode root, BlockSyntax block, int first, int last)
        {
            var statements = block.Statements;
            // Comments belong to their statements and travel with them; a directive above the first would not.
            if (statements.Skip(first).Take(last - first + 1).Any(statement => statement.ContainsDirectives))
                return root;
            var (moved, next) = WithEmptyLinesAbove(statements[first], statements[first + 1]);
            var others = statements.RemoveAt(first);
            return root.ReplaceNode(block, block.WithStatements(others.Replace(others[first], next).Insert(last, moved)));
        }

        // An empty line parts the two from what is above them, not the Shutdown from the write.
        private static (StatementSyntax Moved, StatementSyntax Next) WithEmptyLinesAbove(StatementSyntax moved, StatementSyntax next)
        {
            var above = moved.GetLeadingTrivia();
            var count = EmptyLines(above);
            return EmptyLines(next.GetLeadingTrivia()) > 0
                ? (moved, next)
                : (moved.WithLeadingTrivia(above.Skip(count)), next.WithLeadingTrivia(above.Take(count).Concat(next.GetLeadingTrivia())));
        }

        private static int EmptyLines(SyntaxTriviaList above)
        {
            var blank = above.TakeWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToList();
            return blank.FindLastIndex(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) + 1;
        }
    }
}
