import java.io.File;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds PDFs against PDF/A-3a and PDF/UA-1 with veraPDF's engine: one line for each file and profile, FILE, profile and
 * true or false with tabs between them, and below it one for each rule that does not hold. The profiles are read by DOM,
 * as the engine's jar lacks the library that it would read them with.
 */
public class Validate {
    private static final String PROFILES = "/org/verapdf/pdfa/validation/";

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            validate(file, "PDFA-3A.xml", PDFAFlavour.PDFA_3_A);
            validate(file, "PDFUA-1.xml", PDFAFlavour.PDFUA_1);
        }
    }

    private static void validate(String file, String name, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(profile(name, flavour), false);
            ValidationResult result = validator.validate(parser);
            System.out.println(file + "\t" + flavour.getId() + "\t" + result.isCompliant());
            for (TestAssertion broken : result.getTestAssertions()) {
                System.out.println(
                    "  " + broken.getRuleId().getClause() + " " + broken.getRuleId().getTestNumber() + " "
                    + broken.getMessage() + " " + broken.getLocation().getContext());
            }
        }
    }

    private static ValidationProfile profile(String name, PDFAFlavour flavour) throws Exception {
        Document read = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(Validate.class.getResourceAsStream(PROFILES + name));
        Set<Rule> rules = new HashSet<>();
        NodeList elements = read.getElementsByTagName("rule");
        for (int i = 0; i < elements.getLength(); i++) {
            rules.add(rule((Element) elements.item(i)));
        }
        Set<Variable> variables = new HashSet<>();
        elements = read.getElementsByTagName("variable");
        for (int i = 0; i < elements.getLength(); i++) {
            Element it = (Element) elements.item(i);
            variables.add(Profiles.variableFromValues(
                it.getAttribute("name"), it.getAttribute("object"), text(it, "defaultValue"), text(it, "value")));
        }
        return Profiles.profileFromValues(
            flavour, Profiles.profileDetailsFromValues(name, name, "", new Date(0)), "", rules, variables);
    }

    private static Rule rule(Element it) {
        Element id = (Element) it.getElementsByTagName("id").item(0);
        RuleId key = Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        String deferred = it.getAttribute("deferred");
        return Profiles.ruleFromValues(
            key, it.getAttribute("object"), deferred.isEmpty() ? null : Boolean.valueOf(deferred), it.getAttribute("tags"),
            text(it, "description"), text(it, "test"), Profiles.errorFromValues(text(it, "message"), new ArrayList<>()),
            new ArrayList<>());
    }

    private static String text(Element it, String name) {
        NodeList found = it.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
