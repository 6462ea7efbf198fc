namespace Unfold.Text;

public static partial class DataCatalog
{
    static DataSet Twitter => new()
    {
        Name = "twitter",
        Title = "hate speech in tweets",
        Task = "text classification",
        Source = "the Twitter Sentiment Analysis practice problem of Analytics Vidhya",
        Licence = "published for practice and research; no open licence is stated",
        Size = "31,962 rows without a split",
        Classes = ["0", "1"],
        Notes = "7 % of the rows are positive, so read F1 and not accuracy. 2,432 rows repeat another row's text: a plain split leaks. " +
            "Emoji and quotes are UTF-8 that was once read as Latin-1; the mojibake option repairs them.",
        Files = [new("twitter/twitter.csv", 3_103_165, "4f1bfabc2908029734fb2acd34028a8dfd1b92098bddfe60b0f0836c964e26ab")],
        Parts = ["all"],
        Opener = static (folder, _) => new CsvSource(
            Twitter.Find(folder, Twitter.Files[0]), new CsvOptions { Text = ["tweet"], Label = "label" }),
    };

    static DataSet Imdb => new()
    {
        Name = "imdb",
        Title = "sentiment of film reviews (Large Movie Review Dataset v1.0)",
        Task = "text classification",
        Source = "Maas, Daly, Pham, Huang, Ng, Potts: Learning Word Vectors for Sentiment Analysis, ACL 2011",
        Licence = "free for research that cites the paper; the reviews belong to their writers",
        Size = "25,000 training and 25,000 test reviews",
        Classes = ["neg", "pos"],
        Notes = "Balanced. Reviews are long: 234 words on average, up to 2,470. 123 texts are in both parts. More than half contain <br /> tags.",
        Files = [new("imdb/aclImdb_v1.tar.gz", 28_541_723, "279045116ec311b962e45e489c32c993f33e6fb169890400202d6f6ece1b8918")],
        Parts = ["train", "test"],
        Group = "film",
        Opener = static (folder, part) => new ImdbSource(Imdb.Find(folder, Imdb.Files[0]), part),
    };

    static DataSet AgNews => new()
    {
        Name = "ag_news_csv",
        Title = "topics of news (AG's news)",
        Task = "text classification",
        Source = "A. Gulli's corpus; data set by Zhang, Zhao, LeCun: Character-level Convolutional Networks for Text Classification, NIPS 2015",
        Licence = "for research and other non-commercial use",
        Size = "120,000 training rows (a subset of 45,450 is accepted) and 7,600 test rows",
        Classes = ["1", "2", "3", "4"],
        Notes = "Classes 1 to 4 are World, Sports, Business, Sci/Tech. The text is title and description. A backslash stands for a line break.",
        Files =
        [
            new("ag_news_csv/train.csv.gz", 4_637_130, "39f3b0e82edd95f047fe8cf873e8ff2b37d0ae1541e0b3ee0ce7c81610a8bf59"),
            new("ag_news_csv/test.csv", 1_857_427, "521465c2428ed7f02f8d6db6ffdd4b5447c1c701962353eb2c40d548c3c85699",
                new("https://raw.githubusercontent.com/mhjabreel/CharCnn_Keras/master/data/ag_news_csv/test.csv")),
            new("ag_news_csv/classes.txt", 31, "612dbfa932f07a6ed837295a7d5746ce7412e7bb4bc32ba919fdb3cda3a1b9b5",
                new("https://raw.githubusercontent.com/mhjabreel/CharCnn_Keras/master/data/ag_news_csv/classes.txt")),
        ],
        Parts = ["train", "test"],
        Opener = static (folder, part) => new CsvSource(
            AgNews.Find(folder, AgNews.Files[part == "train" ? 0 : 1]), new CsvOptions { Text = [1, 2], Label = 0, HasHeader = false }),
    };

    static DataSet UdEwt => new()
    {
        Name = "ud_ewt",
        Title = "Universal Dependencies English Web Treebank",
        Task = "part-of-speech tagging",
        Source = "Silveira et al.: A Gold Standard Dependency Corpus for English, LREC 2014; github.com/UniversalDependencies/UD_English-EWT",
        Licence = "CC BY-SA 4.0",
        Size = "12,544 training, 2,001 development and 2,077 test sentences",
        Notes = "CoNLL-U; 17 universal tags in column 4, 49 others in column 5. Skip ranges (3-4) and empty nodes (8.1).",
        Files =
        [
            new("ud_ewt/en_ewt-ud-train.conllu.gz", 2_608_077, "4861d76b9c49cb3524dfdf7d02e78c1d6a4c4e6fb892f9e6128cc671a6f195a8"),
            new("ud_ewt/en_ewt-ud-dev.conllu.gz", 334_223, "24656b4a407808e7b9e42959b2e39e18ae5580bfbf3b27938d6873dabaed8845"),
            new("ud_ewt/en_ewt-ud-test.conllu.gz", 331_264, "0506bfdbccef68634d5429369e67a7d4418b2340bd2b2ddcfca8373514af83bc"),
        ],
    };

    static DataSet Glove => new()
    {
        Name = "glove",
        Title = "GloVe word vectors (subsets of the published files)",
        Task = "word vectors",
        Source = "Pennington, Socher, Manning: GloVe: Global Vectors for Word Representation, EMNLP 2014",
        Licence = "Public Domain Dedication and License 1.0",
        Size = "13,603 words of 50, 2,717 of 100 and 11,934 of 25 dimensions",
        Notes = "Lower case. Not the full files, so words are missing.",
        Files =
        [
            new("glove/glove.6B.50d.subset13k.txt.gz", 2_304_994, "1a625309a880f3c208601a72e32572ef9e19e18cfb0565c80260b973bdfaa22d"),
            new("glove/glove.6B.100d.top2717.txt.gz", 899_179, "fa2744b6584deb9ad9918511885c583e39d84bd0e58df6c9e377f7ae2764064b"),
            new("glove/glove.twitter.27B.25d.subset12k.txt.gz", 1_044_793, "9fdc57841ba1951551a4636712c0af6eb19ad1863c9e192cb5420c016a4dcfb3"),
        ],
    };

    static DataSet SmsSpam => new()
    {
        Name = "sms_spam",
        Title = "spam in text messages (SMS Spam Collection v.1)",
        Task = "text classification",
        Source = "Almeida, Gómez Hidalgo, Yamakami: Contributions to the Study of SMS Spam Filtering, DocEng 2011; UCI Machine Learning Repository",
        Licence = "CC BY 4.0",
        Size = "5,574 rows without a split",
        Classes = ["ham", "spam"],
        Notes = "13 % are spam. Tab-separated without header or quoting; 403 rows repeat another.",
        Files = [new("sms_spam/SMSSpamCollection", 477_907, "7d039a24a6083ed9ef0f806ebad56bbb976e3aeb8de05669173bfdc4996c239d")],
        Parts = ["all"],
        Opener = static (folder, _) => new CsvSource(SmsSpam.Find(folder, SmsSpam.Files[0]), CsvOptions.LabelTabText),
    };
}
