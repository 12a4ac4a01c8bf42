using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Listening and connecting from one local port works only with the option on both sockets (facts section 14).</summary>
internal static class HolePunching
{
    public static bool IsIn(RuleContext context) =>
        ConnectsHere(context) || (context.Owner.ContainingType is { } type && context.Texts.PunchesHole(type));

    // The other method's socket is a variable of its own, so only its text is at hand: asked after a finding, and erring towards yes.
    public static bool IsAmong(IEnumerable<SyntaxNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is BaseMethodDeclarationSyntax method && BindsAndConnects(method))
                return true;
        }

        return false;
    }

    private static bool ConnectsHere(RuleContext context)
    {
        foreach (var other in context.Body.Events)
        {
            const SocketFacts puncher = SocketFacts.Connected | SocketFacts.Bound;
            if (other.Event != SocketEvent.Connect)
                continue;
            var facts = context.AllFacts(other);
            if ((facts & puncher) == puncher && (facts & SocketFacts.SharingOn) != 0)
                return true;
        }

        return false;
    }

    private static bool BindsAndConnects(BaseMethodDeclarationSyntax method)
    {
        var setsOption = false;
        HashSet<string>? bound = null, connected = null;
        foreach (var node in method.DescendantNodes())
        {
            if (node is IdentifierNameSyntax { Identifier.ValueText: "ReuseAddress" or "ExclusiveAddressUse" })
                setsOption = true;
            if (node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call })
                continue;
            if (call.Name.Identifier.ValueText == "Bind")
                (bound ??= new HashSet<string>()).Add(call.Expression.ToString());
            else if (call.Name.Identifier.ValueText is "Connect" or "ConnectAsync" or "BeginConnect")
                (connected ??= new HashSet<string>()).Add(call.Expression.ToString());
        }

        return setsOption && bound is not null && connected is not null && bound.Overlaps(connected);
    }
}
