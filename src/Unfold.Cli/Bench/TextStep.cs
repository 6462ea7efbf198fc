using Unfold.Text;

namespace Unfold.Cli;

/// <summary>What is done once with the texts of IMDB's training part, read beforehand: they are cut into words, the words counted, the texts encoded.</summary>
sealed class TextStep : IBenchStep
{
    readonly Corpus _reviews = DataCatalog.Find("imdb").Open(DataFolder.Resolve(null)).Read();

    public double NextFlops => 0;

    public void Run()
    {
        ITokenizer tokenizer = Tokenizer.Create("basic_english");
        Vocabulary vocabulary = new VocabularyBuilder(tokenizer, new VocabularyOptions { MaxSize = 10_000 }).AddRange(_reviews.Rows.Select(row => row.Text)).Build();
        EncodedCorpus encoded = EncodedCorpus.Encode(_reviews, tokenizer, vocabulary, LabelSet.From(_reviews));
        if (encoded.Count != _reviews.Count) throw new InvalidOperationException($"bench imdb-text: expected {_reviews.Count} encoded reviews, got {encoded.Count}.");
    }
}
