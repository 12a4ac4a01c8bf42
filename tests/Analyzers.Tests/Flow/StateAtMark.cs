using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>What the engine knows of one variable at one mark: the join of all ways that lead there.</summary>
internal sealed class StateAtMark
{
    private static readonly ConnectionStates[] Dimensions = [ConnectionStates.Life, ConnectionStates.Send, ConnectionStates.Receive, ConnectionStates.Buffer];

    private readonly HashSet<Ref> _refs = [];
    private ObjectState _state = ObjectState.NotYet;
    private StartedOperations _started = new();

    public void Join(RefSet refs, FlowState state, StartedOperations started)
    {
        _started = started;
        for (var i = 0; i < refs.Count; i++)
        {
            _refs.Add(refs[i]);
            if (!refs[i].IsNull)
                _state |= state.GetObject(refs[i].ObjectId);
        }
    }

    private IEnumerable<Ref> Objects => _refs.Where(reference => !reference.IsNull);

    private HashSet<int> Ids => [.. Objects.Select(reference => reference.ObjectId)];

    /// <summary>Whether <paramref name="term"/> of a mark holds; a term that means nothing is an error of the test.</summary>
    public bool Holds(string term, Func<string, StateAtMark> others)
    {
        // "Not escaped" of nothing at all would hold without saying anything.
        if (term.StartsWith('!'))
            return _refs.Count > 0 && !Holds(term[1..].Trim(), others);
        if (StateMark.OtherVariable(term) is { } other)
            return Ids.SetEquals(others(other).Ids) && Ids.Count > 0;
        return term.IndexOf(':') is var colon and > 0
            ? HoldsNumberOrFacts(term[..colon], term[(colon + 1)..], term)
            : HoldsWord(term) ?? HoldsStates(term);
    }

    private bool? HoldsWord(string term) => term switch
    {
        "null" => _refs.Count > 0 && _refs.All(reference => reference.IsNull),
        "maybe-null" => _refs.Any(reference => reference.IsNull) && Objects.Any(),
        "none" => _refs.Count == 0,
        "unknown" => Objects.Any() && Objects.All(reference => reference.ObjectId == TrackedObject.UnknownId),
        "maybe-unknown" => Ids.Contains(TrackedObject.UnknownId) && Ids.Count > 1,
        "escaped" => IsAnyObject && (_state.Some & SocketFacts.Escaped) != 0,
        "owns" => IsAnyObject && Objects.All(reference => reference.Owns),
        "borrows" => IsAnyObject && Objects.All(reference => !reference.Owns),
        "writer" => IsAnyObject && Objects.All(reference => reference.IsWriter),
        "read-result" => IsAnyObject && Objects.All(reference => reference.Role == RefRole.ReadResult),
        _ => null,
    };

    private bool IsAnyObject => Objects.Any();

    private bool HoldsNumberOrFacts(string key, string value, string term) => key switch
    {
        "objects" => Ids.Count == int.Parse(value),
        "some" => IsAnyObject && (_state.Some & FactsOf(value)) == FactsOf(value),
        "sends" => Pending(PendingKind.Send) == int.Parse(value),
        "receives" => Pending(PendingKind.Receive) == int.Parse(value),
        "perhaps" => Perhaps() == int.Parse(value),
        "always" => IsAnyObject && (_state.Always & FactsOf(value)) == FactsOf(value),
        _ => throw new VerificationException($"'{term}' is no term of a state mark."),
    };

    private int Pending(PendingKind kind) => IsAnyObject ? _started.PendingIn(_state, kind).Count() : -1;

    // Pending on some path, of whatever kind, and over or handed out on another.
    private int Perhaps() => Enumerable.Range(0, _started.Count)
        .Select(i => PendingOperations.BitOf(_started[i].Number))
        .Count(bit => (_state.Operations.OnSomePath & bit) != 0 && (_state.Operations.Certain & bit) == 0);

    // Exactly these states of the dimension that they belong to.
    private bool HoldsStates(string term)
    {
        var states = ConnectionStates.None;
        foreach (var name in term.Split('|', StringSplitOptions.TrimEntries))
            states |= ParseName<ConnectionStates>(name, term);
        var dimension = Array.Find(Dimensions, d => (states & ~d) == 0);
        return dimension == 0
            ? throw new VerificationException($"'{term}' names states of more than one dimension; separate those by a comma.")
            : IsAnyObject && (_state.States.Current & dimension) == states;
    }

    private static SocketFacts FactsOf(string names) =>
        names.Split('|', StringSplitOptions.TrimEntries).Aggregate(SocketFacts.None, (facts, name) => facts | ParseName<SocketFacts>(name, names));

    private static T ParseName<T>(string name, string term)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(name) ? Enum.Parse<T>(name) : throw new VerificationException($"'{name}' in '{term}' is no word of a state mark and no {typeof(T).Name}.");

    public override string ToString()
    {
        var refs = _refs.Select(reference => reference.IsNull ? "null"
            : $"{(reference.ObjectId == TrackedObject.UnknownId ? "unknown" : "#" + reference.ObjectId)}{(reference.Owns ? " owns" : " borrows")}{(reference.IsWriter ? " writer" : "")}{(reference.Role == RefRole.Object ? "" : " " + reference.Role)}");
        var states = Dimensions.Select(dimension => NamesOf(_state.States.Current & dimension));
        return $"[{string.Join("; ", refs)}] {string.Join(", ", states)}, some:{_state.Some}, always:{(_state.Always == SocketFacts.All ? "everything" : _state.Always)}, sends:{Pending(PendingKind.Send)}, receives:{Pending(PendingKind.Receive)}, perhaps:{Perhaps()}";
    }

    private static string NamesOf(ConnectionStates states) =>
        string.Join("|", Enum.GetValues<ConnectionStates>().Where(state => ((int)state & ((int)state - 1)) == 0 && state != 0 && states.HasFlag(state)));
}
