using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// The names under which the connection goes that is inside an object, where the flow does not know the two for one: the pipe of which it is
/// an end (<c>context.Transport.Input</c>), and what a stream of the project is made over (<c>new CountingStream(client.GetStream())</c>).
/// </summary>
internal static class UnderlyingPlaces
{
    // "a.b.c.Transport": whoever writes more than this is not followed.
    private const int MaxLength = 8;

    public static IEnumerable<PlaceKey> Of(FlowContext context, IOperation? site)
    {
        if (site is IPropertyReferenceOperation { Property: var property, Instance: var pipe } && IsEndOfDuplexPipe(property))
        {
            if (PlaceOf(context, pipe, 0) is { } place)
                yield return place;
        }
        else if (site is IObjectCreationOperation creation && context.Types.NearestOf(creation.Type) == KnownType.Stream && context.Compilation.Declares(creation.Type!))
        {
            foreach (var argument in creation.Arguments)
            {
                if (context.Kinds.IsConnection(argument.Value.Type) && PlaceOf(context, argument.Value, 0) is { } place)
                    yield return place;
            }
        }
    }

    /// <summary>The <c>Input</c> or <c>Output</c> of an <c>IDuplexPipe</c>, which is what Kestrel gives of a connection: both are that one connection.</summary>
    public static bool IsEndOfDuplexPipe(IPropertySymbol property) =>
        property.ContainingType is { Name: "IDuplexPipe", ContainingNamespace: { Name: "Pipelines", ContainingNamespace.Name: "IO" } };

    private static PlaceKey? PlaceOf(FlowContext context, IOperation? value, int length) => value switch
    {
        _ when length > MaxLength => null,
        IConversionOperation conversion => PlaceOf(context, conversion.Operand, length + 1),
        IInvocationOperation { Instance: { } viewed } view when context.Table.Of(view.TargetMethod, viewed.Type) is { Event: SocketEvent.View } => PlaceOf(context, viewed, length + 1),
        IInstanceReferenceOperation => PlaceKey.This,
        ILocalReferenceOperation local => PlaceKey.Root(local.Local),
        IParameterReferenceOperation parameter => PlaceKey.Root(parameter.Parameter),
        IFieldReferenceOperation { Instance: null } field => PlaceKey.Root(field.Field),
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol { Parameters.IsEmpty: true } } member =>
            PlaceOf(context, member.Instance, length + 1)?.Member(member.Member.ContainingType, member.Member.Name),
        _ => null,
    };
}
